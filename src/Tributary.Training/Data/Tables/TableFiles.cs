using Tributary.Models;

namespace Tributary.Training;

/// <summary>Finds the files of a table and what each is called.</summary>
internal static class TableFiles
{
    private const string Packed = ".gz";

    /// <summary>The files that a path means, in ordinal order, each with its name without folder and extension.</summary>
    /// <param name="path">A file, a folder, or a pattern of file names with <c>*</c> and <c>?</c>.</param>
    /// <exception cref="DataException">There is none, or two are called alike.</exception>
    public static IReadOnlyList<(string Path, string Key)> At(string path)
    {
        (string Path, string Key)[] files = [.. Find(path).Select(file => (file, KeyOf(file)))];
        if (files.GroupBy(file => file.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } same)
            throw new DataException(
                $"The files '{string.Join("' and '", same.Select(file => file.Path))}' are both called '{same.Key}', and a client has "
                + "the name of its file. Rename one.");
        return files;
    }

    private static string[] Find(string path)
    {
        if (Directory.Exists(path)) return Matching(path, IsTable, $"The folder '{path}' has no .csv or .csv.gz files. ");
        string pattern = Path.GetFileName(path), folder = Path.GetDirectoryName(path) ?? path;
        if (folder.AsSpan().ContainsAny('*', '?'))
            throw new DataException($"'{path}' has a pattern for a folder, and only files are searched. Name the folder.");
        if (!pattern.AsSpan().ContainsAny('*', '?')) return [path];
        return Directory.Exists(folder)
            ? Matching(folder, name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false),
                $"The folder '{folder}' has no file '{pattern}'. ")
            : throw new DataException($"There is no folder '{folder}'. Check the path.");
    }

    private static string[] Matching(string folder, Func<string, bool> fits, string otherwise)
    {
        string[] files = [.. Directory.GetFiles(folder).Where(file => fits(Path.GetFileName(file))).Order(StringComparer.Ordinal)];
        return files is [] ? throw new DataException($"{otherwise}Check the path.") : files;
    }

    private static bool IsTable(string name) => WithoutPacked(name).EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static string KeyOf(string path) => Path.GetFileNameWithoutExtension(WithoutPacked(path));

    private static string WithoutPacked(string name) =>
        name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? name[..^Packed.Length] : name;
}
