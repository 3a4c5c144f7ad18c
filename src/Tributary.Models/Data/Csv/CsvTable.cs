using System.Globalization;
using CsvHelper;

namespace Tributary.Models;

/// <summary>Cells of text in rows of named columns (RFC 4180), with the line that each row came from.</summary>
public sealed class CsvTable
{
    private CsvTable(string source, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<int> lines)
    {
        Source = source;
        Columns = columns;
        Rows = rows;
        Lines = lines;
    }

    /// <summary>The file's path, for messages.</summary>
    public string Source { get; }

    /// <summary>The texts that usually stand for a missing cell.</summary>
    public static IReadOnlyList<string> MissingMarks { get; } = ["", "?", "NaN", "NA"];

    /// <summary>The names of the columns, each once.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows in the file's order, at least one; each has a cell for every column, without white space around it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>The line of each row, from 1.</summary>
    public IReadOnlyList<int> Lines { get; }

    /// <summary>Reads a file; a name that ends in <c>.gz</c> is unpacked.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="delimiter">What separates cells.</param>
    /// <param name="columns">The names of the columns; where null, the first line names them.</param>
    /// <exception cref="DataException">
    /// The file cannot be read, has no rows, a line of another number of cells, quotes that do not match, or two columns of one name.
    /// </exception>
    public static CsvTable Read(string path, char delimiter, IReadOnlyList<string>? columns = null) =>
        Parse(DataFile.ReadText(path), path, new CsvOptions { Label = "", Delimiter = delimiter, Columns = columns });

    internal static CsvTable Parse(string text, string source, CsvOptions options)
    {
        using CsvReader reader = Reader(text, options);
        var rows = new List<string[]>();
        var lines = new List<int>();
        IReadOnlyList<string>? columns = options.Columns;
        while (Next(reader, source))
        {
            string[] cells = reader.Current.ToArray();
            if (columns is null)
            {
                columns = cells;
                continue;
            }
            if (cells.Length != columns.Count)
                throw new DataException(
                    $"'{source}', line {reader.LineNumber}: {cells.Length} cells where there are {columns.Count} columns. "
                    + "Correct the line, or check the delimiter.");
            rows.Add(cells);
            lines.Add((int)reader.LineNumber);
        }
        if (rows is []) throw new DataException($"'{source}' has no rows, so there is nothing to learn from. Check the path.");
        if (columns!.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { Key: var twice })
            throw new DataException(
                $"'{source}' has two columns '{twice}'. If its first line is a row, give the names of the columns instead.");
        return new CsvTable(source, columns!, rows, lines);
    }

    private static CsvReader Reader(string text, CsvOptions options)
    {
        try
        {
            return CsvReader.Create(new StringReader(text), new CsvReaderOptions
            {
                HasHeader = false,
                Separator = options.Delimiter,
                CommentPrefix = options.Comment,
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
            });
        }
        catch (ArgumentException e)
        {
            throw new DataException(
                $"The delimiter '{options.Delimiter}' and the comment character '{options.Comment}' cannot be used: "
                + $"{e.Message} Use two plain characters.", e);
        }
    }

    private static bool Next(CsvReader reader, string source)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new DataException($"'{source}', line {e.LineNumber}: the quotes do not match. Double a quote within a quoted cell.", e);
        }
    }

    /// <summary>The number of a column by its name, or by its number from 0 in digits; null where there is none.</summary>
    public int? Find(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
            if (Columns[i] == column) return i;
        return int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < Columns.Count ? index : null;
    }

    internal int IndexOf(string column) =>
        Find(column) ?? throw new DataException($"'{Source}' has no column '{column}'. There are: {string.Join(", ", Columns)}.");

    /// <summary>Where a cell stands, as messages begin.</summary>
    internal string Place(int row, int column) => $"'{Source}', line {Lines[row]}, column '{Columns[column]}'";
}
