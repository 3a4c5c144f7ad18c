namespace Tributary.Models;

/// <summary>Folders that appear whole or not at all.</summary>
internal static class WholeFolder
{
    /// <summary>Writes files into a new folder beside <paramref name="folder"/>, which then takes its name.</summary>
    /// <exception cref="IOException">The folder holds files, or cannot be written.</exception>
    public static void Write(string folder, Action<string> write)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new IOException($"'{folder}' exists and is not empty, and nothing is overwritten. Name a new folder.");
        string temporary = $"{folder}.{Path.GetRandomFileName()}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            if (Directory.Exists(folder)) Directory.Delete(folder);
            Directory.Move(temporary, folder);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }
}
