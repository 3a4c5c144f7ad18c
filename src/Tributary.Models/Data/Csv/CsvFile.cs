namespace Tributary.Models;

/// <summary>Reads labelled examples from tables of text (RFC 4180), numbers as they are and names as indicators (one-hot).</summary>
public static class CsvFile
{
    /// <summary>Reads one file; a name that ends in <c>.gz</c> is unpacked.</summary>
    /// <exception cref="DataException">The file or a cell is not as the options say; the message names line and column.</exception>
    public static LabelledData Read(string path, CsvOptions options) => ReadParts([path], options)[0];

    /// <summary>
    /// Reads files of the same columns, one part a file; levels, classes and imputed values are those of all files together.
    /// </summary>
    /// <exception cref="DataException">A file or a cell is not as the options say; the message names file, line and column.</exception>
    public static IReadOnlyList<LabelledData> ReadParts(IReadOnlyList<string> paths, CsvOptions options)
    {
        (LabelledData data, int[] counts) = new TableEncoder(Tables(paths, options), options).Encode(tableKeys: null);
        int start = 0;
        return [.. counts.Select(count => data.Select([.. Enumerable.Range((start += count) - count, count)]))];
    }

    /// <summary>Reads files of the same columns as one set, in which every example has its file's key, one client a file.</summary>
    /// <param name="files">Paths with the keys that stand for them.</param>
    /// <param name="options">The key column, where set, wins over the files' keys.</param>
    /// <exception cref="DataException">A file or a cell is not as the options say; the message names file, line and column.</exception>
    public static LabelledData ReadKeyed(IReadOnlyList<(string Path, string Key)> files, CsvOptions options) =>
        new TableEncoder(Tables([.. files.Select(file => file.Path)], options), options).Encode([.. files.Select(file => file.Key)]).Data;

    /// <summary>Reads a text that is called <paramref name="source"/> in messages.</summary>
    internal static LabelledData Parse(string text, string source, CsvOptions options) =>
        new TableEncoder([CsvTable.Parse(text, source, options)], options).Encode(tableKeys: null).Data;

    private static CsvTable[] Tables(IReadOnlyList<string> paths, CsvOptions options) =>
        paths is []
            ? throw new DataException("No file is named. Name at least one.")
            : [.. paths.Select(path => CsvTable.Parse(DataFile.ReadText(path), path, options))];
}
