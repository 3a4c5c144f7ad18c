using System.Globalization;
using CsvHelper;

namespace Tributary.Models;

/// <summary>Cells of text in rows of named columns, with the line that each row came from.</summary>
internal sealed class Table
{
    private Table(string source, IReadOnlyList<string> columns, IReadOnlyList<string[]> rows, IReadOnlyList<int> lines)
    {
        Source = source;
        Columns = columns;
        Rows = rows;
        Lines = lines;
    }

    /// <summary>The file's path, for messages.</summary>
    public string Source { get; }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>The line of each row, from 1.</summary>
    public IReadOnlyList<int> Lines { get; }

    public static Table Parse(string text, string source, CsvOptions options)
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
        return new Table(source, columns!, rows, lines);
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

    /// <summary>The number of a column by its name, or by its number in digits.</summary>
    public int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
            if (Columns[i] == column) return i;
        return int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < Columns.Count
            ? index
            : throw new DataException($"'{Source}' has no column '{column}'. There are: {string.Join(", ", Columns)}.");
    }

    /// <summary>Where a cell stands, as messages begin.</summary>
    public string Place(int row, int column) => $"'{Source}', line {Lines[row]}, column '{Columns[column]}'";
}
