using System.Globalization;

namespace Tributary.Models;

/// <summary>Reads tables of text (RFC 4180) as whole rows, with missing cells as they are.</summary>
public static class TableFile
{
    /// <summary>Reads files of the same columns as one table with a part for each file; columns are those of all files together.</summary>
    /// <param name="files">
    /// Paths, each with the key of its rows where no key column is set; a name that ends in <c>.gz</c> is unpacked.
    /// </param>
    /// <param name="options">What is dropped, which column is the label, what stands for a missing cell.</param>
    /// <param name="bounds">The bounds of numeric columns that are stated, by name.</param>
    /// <exception cref="DataException">A file or a cell is not as the options say.</exception>
    public static IReadOnlyList<TableData> ReadParts(
        IReadOnlyList<(string Path, string? Key)> files, CsvOptions options, IReadOnlyDictionary<string, ColumnBounds>? bounds = null)
    {
        CsvTable[] tables = [.. files.Select(file => CsvTable.Parse(DataFile.ReadText(file.Path), file.Path, options))];
        TableRows rows = TableRows.Find(tables, options, bounds ?? new Dictionary<string, ColumnBounds>());
        TableData all = rows.Read([.. files.Select(file => file.Key)], out int[] counts);
        int start = 0;
        return [.. counts.Select(count => all.Select([.. Enumerable.Range((start += count) - count, count)]))];
    }

    /// <summary>Reads a file whose first line names the columns as rows of a shape that is known.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">What its cells mean; a value that is not listed is refused where the column has no others.</param>
    /// <exception cref="DataException">A column is not there, or a cell is none of the column.</exception>
    public static TableData Read(string path, TableShape shape) => new TableRows(
        [CsvTable.Read(path, ',')], new CsvOptions { Label = shape.Label ?? "" }, shape).Read([null], out _);

    /// <summary>What a file's columns are, found in its rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is dropped, and which column is the label; empty for none.</param>
    public static (TableShape Shape, int Rows) Infer(string path, CsvOptions options)
    {
        var table = CsvTable.Parse(DataFile.ReadText(path), path, options);
        return (TableRows.Find([table], options, new Dictionary<string, ColumnBounds>()).Shape, table.Rows.Count);
    }

    /// <summary>The text of a cell, as a table that is written has it; a missing one is empty.</summary>
    public static string TextOf(ColumnShape column, float cell) =>
        float.IsNaN(cell) ? ""
        : column.Values is not { } values ? (column.Whole ? (double)cell : cell).ToString("R", CultureInfo.InvariantCulture)
        : (int)cell < values.Count ? values[(int)cell]
        : ColumnShape.OtherName;

    /// <summary>Writes a table with a line of names, in UTF-8.</summary>
    public static void Write(TextWriter text, TableData rows)
    {
        IReadOnlyList<ColumnShape> columns = rows.Shape.Columns;
        WriteLine(text, columns.Select(column => column.Name));
        for (int row = 0; row < rows.Count; row++) WriteLine(text, columns.Select((column, i) => TextOf(column, rows[row, i])));
    }

    private static void WriteLine(TextWriter text, IEnumerable<string> cells)
    {
        text.Write(string.Join(',', cells.Select(Quoted)));
        text.Write('\n');
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n\r") || cell.Length != cell.AsSpan().Trim().Length
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
