namespace Tributary.Models;

/// <summary>Turns tables of text into rows of cells of one shape.</summary>
internal sealed class TableRows
{
    private readonly IReadOnlyList<CsvTable> _tables;
    private readonly CsvOptions _options;
    private readonly HashSet<string> _marks;
    private readonly int[][] _places; // of the shape's columns, by table
    private readonly Dictionary<string, int>?[] _values;
    private readonly int _label;

    /// <summary>Rows as a shape that is known says.</summary>
    /// <exception cref="DataException">A column is not there.</exception>
    public TableRows(IReadOnlyList<CsvTable> tables, CsvOptions options, TableShape shape)
    {
        _tables = tables;
        _options = options;
        Shape = shape;
        _marks = options.MissingMarks.ToHashSet(StringComparer.Ordinal);
        _places = [.. tables.Select(table => shape.Columns.Select(column => table.IndexOf(column.Name)).ToArray())];
        _values = [.. shape.Columns.Select(column => column.Values?.Index()
            .ToDictionary(value => CellNumber.Canonical(value.Item), value => value.Index, StringComparer.Ordinal))];
        _label = shape.LabelIndex();
    }

    /// <summary>The columns.</summary>
    public TableShape Shape { get; }

    /// <summary>Finds the shape of tables of the same columns.</summary>
    public static TableRows Find(IReadOnlyList<CsvTable> tables, CsvOptions options, IReadOnlyDictionary<string, ColumnBounds> bounds)
    {
        CsvTable first = tables[0];
        if (tables.FirstOrDefault(table => !table.Columns.SequenceEqual(first.Columns)) is { } other)
            throw new DataException($"'{other.Source}' has other columns than '{first.Source}'. Read tables of the same columns together.");
        int label = options.Label.Length == 0 ? -1 : first.IndexOf(options.Label);
        HashSet<int> dropped = [.. options.Drop.Select(first.IndexOf)];
        var inference = new TableInference(tables, options);
        ColumnShape[] columns = [.. Enumerable.Range(0, first.Columns.Count).Where(column => column == label || !dropped.Contains(column))
            .Where(column => column == label || options.Only is null || options.Only.Contains(first.Columns[column]))
            .Select(column => column == label ? LabelOf(tables, column, options)
                : options.Values?.GetValueOrDefault(first.Columns[column]) is { } values
                    ? new ColumnShape { Name = first.Columns[column], Values = values, Missing = true, Other = true, Stated = true }
                : State(inference.Find(column), bounds))];
        return new TableRows(tables, options, new TableShape
        {
            Columns = columns,
            Label = label < 0 ? null : first.Columns[label],
        });
    }

    /// <summary>All rows, table by table.</summary>
    /// <param name="keys">The key of each table's rows where no key column is set.</param>
    /// <param name="counts">The rows of each table.</param>
    public TableData Read(IReadOnlyList<string?> keys, out int[] counts)
    {
        counts = [.. _tables.Select(table => table.Rows.Count)];
        var cells = new List<float>(counts.Sum() * Shape.Columns.Count);
        var owners = new List<string>();
        for (int t = 0; t < _tables.Count; t++)
        {
            CsvTable table = _tables[t];
            int? key = _options.Key is null ? null : table.IndexOf(_options.Key);
            for (int row = 0; row < table.Rows.Count; row++)
            {
                for (int column = 0; column < Shape.Columns.Count; column++) cells.Add(Cell(table, row, _places[t][column], column));
                if (key is { } k) owners.Add(table.Rows[row][k]);
                else if (keys[t] is { } file) owners.Add(file);
            }
        }
        return TableData.Of(Shape, [.. cells], owners.Count > 0 ? [.. owners] : null);
    }

    private static ColumnShape State(ColumnShape found, IReadOnlyDictionary<string, ColumnBounds> bounds) =>
        found.IsNumeric && bounds.TryGetValue(found.Name, out ColumnBounds? stated)
            ? found with { Minimum = stated.Minimum, Maximum = stated.Maximum, Stated = true }
            : found;

    private static ColumnShape LabelOf(IReadOnlyList<CsvTable> tables, int column, CsvOptions options)
    {
        var encoder = new LabelEncoder(options, tables[0].Columns[column],
            tables.SelectMany(table => table.Rows).Select(row => row[column]));
        return new ColumnShape { Name = tables[0].Columns[column], Values = encoder.ClassNames };
    }

    private float Cell(CsvTable table, int row, int place, int column)
    {
        string cell = table.Rows[row][place];
        ColumnShape shape = Shape.Columns[column];
        if (column == _label) cell = Named(cell, shape);
        if (_marks.Contains(cell))
            return shape.Missing ? float.NaN
                : throw new DataException($"{table.Place(row, place)}: the cell is missing ('{cell}'), and no cell of the column may be.");
        if (_values[column] is { } values)
            return values.TryGetValue(CellNumber.Canonical(cell), out int value) ? value
                : shape.Other ? values.Count
                : throw new DataException($"{table.Place(row, place)}: '{cell}' is none of the column's values. Correct it, or list it.");
        return CellNumber.Parse(cell) is { } number ? (float)number
            : throw new DataException(
                $"{table.Place(row, place)}: '{cell}' is no finite number. Correct it, or declare the column categorical.");
    }

    /// <summary>The class that a label's cell means.</summary>
    private string Named(string cell, ColumnShape shape)
    {
        if (_options.LabelThreshold is { } threshold)
            return CellNumber.Parse(cell) is { } value ? shape.Values![value > threshold ? 1 : 0] : cell;
        if (cell.EndsWith(_options.LabelSuffix, StringComparison.Ordinal)) cell = cell[..^_options.LabelSuffix.Length];
        if (_options.ClassNames is null || _options.Classes is not { } classes) return cell;
        int place = classes.Index().Where(name => CellNumber.Canonical(name.Item) == CellNumber.Canonical(cell))
            .Select(name => (int?)name.Index).FirstOrDefault() ?? -1;
        return place < 0 ? cell : shape.Values![place];
    }
}
