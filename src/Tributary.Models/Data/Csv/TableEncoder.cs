namespace Tributary.Models;

/// <summary>Encodes tables of the same columns together, so that their features and classes mean the same.</summary>
internal sealed class TableEncoder
{
    private readonly CsvTable[] _tables;
    private readonly CsvOptions _options;
    private readonly HashSet<string> _marks;
    private readonly int _label;
    private readonly int? _key;
    private readonly int[] _used;

    /// <summary>The rows that are kept, table by table.</summary>
    private readonly List<(int Table, int Row)> _kept = [];

    public TableEncoder(IReadOnlyList<CsvTable> tables, CsvOptions options)
    {
        _tables = [.. tables];
        _options = options;
        _marks = options.MissingMarks.ToHashSet(StringComparer.Ordinal);
        CsvTable first = tables[0];
        if (tables.FirstOrDefault(table => !table.Columns.SequenceEqual(first.Columns)) is { } other)
            throw new DataException($"'{other.Source}' has other columns than '{first.Source}'. Read tables of the same columns together.");
        _label = first.IndexOf(options.Label);
        _key = options.Key is null ? null : first.IndexOf(options.Key);
        HashSet<int> unused = [.. options.Drop.Select(first.IndexOf), _label];
        _used = [.. Enumerable.Range(0, first.Columns.Count).Where(column => !unused.Contains(column))];
        if (_used is [])
            throw new DataException($"'{first.Source}' has no column left beside the label '{options.Label}'. Drop fewer columns.");
        SelectRows();
    }

    /// <summary>The examples of all tables together, and how many came from each.</summary>
    /// <param name="tableKeys">A key for each table where no key column is set; null for no keys.</param>
    public (LabelledData Data, int[] Counts) Encode(IReadOnlyList<string>? tableKeys)
    {
        CsvTable first = _tables[0];
        var labelEncoder = new LabelEncoder(_options, first.Columns[_label], _kept.Select(place => Cell(place, _label)));
        ColumnEncoder[] encoders = [.. _used.Select(Plan)];
        string[] names = [.. encoders.SelectMany(encoder => encoder.FeatureNames)];
        float[] values = new float[checked(names.Length * _kept.Count)];
        int position = 0;
        foreach ((int Table, int Row) place in _kept)
            foreach (ColumnEncoder encoder in encoders)
            {
                string cell = Cell(place, encoder.Column);
                encoder.Encode(_marks.Contains(cell) ? null : cell, values.AsSpan(position, encoder.FeatureNames.Count));
                position += encoder.FeatureNames.Count;
            }
        int[] labels = [.. _kept.Select(place => labelEncoder.Encode(_tables[place.Table], place.Row, _label))];
        string[]? keys = _key is { } key ? [.. _kept.Select(place => Cell(place, key))]
            : tableKeys is null ? null : [.. _kept.Select(place => tableKeys[place.Table])];
        LabelledData data = LabelledData.FromColumns(names, values, labels, labelEncoder.ClassNames, keys);
        return (data, [.. _tables.Select((_, table) => _kept.Count(place => place.Table == table))]);
    }

    private void SelectRows()
    {
        for (int table = 0; table < _tables.Length; table++)
            for (int row = 0; row < _tables[table].Rows.Count; row++)
                if (Keep(_tables[table], row)) _kept.Add((table, row));
        if (_kept is [])
            throw new DataException(
                $"Every row of '{_tables[0].Source}' has a missing cell, so none is left. Impute missing cells, or drop the column.");
    }

    private bool Keep(CsvTable table, int row)
    {
        foreach (int column in (ReadOnlySpan<int>)[.. _used, _label])
        {
            if (!_marks.Contains(table.Rows[row][column])) continue;
            if (_options.Missing is MissingValues.DropRow) return false;
            if (_options.Missing is MissingValues.Refuse || column == _label)
                throw new DataException(
                    $"{table.Place(row, column)}: the cell is missing ('{table.Rows[row][column]}'). "
                    + "Drop rows with missing cells, impute them, or drop the column.");
        }
        return true;
    }

    private ColumnEncoder Plan(int column)
    {
        string name = _tables[0].Columns[column];
        string[] cells = [.. _kept.Select(place => Cell(place, column)).Where(cell => !_marks.Contains(cell))];
        if (cells is []) throw new DataException($"Every cell of column '{name}' of '{_tables[0].Source}' is missing. Drop the column.");
        bool categorical = _options.Categorical.Any(declared => _tables[0].IndexOf(declared) == column);
        bool numeric = _options.Numeric.Any(declared => _tables[0].IndexOf(declared) == column);
        if (numeric) RequireNumbers(column);
        if (!categorical && cells.All(cell => CellNumber.Parse(cell) is not null))
            return new NumericEncoder(column, name, cells.Average(cell => CellNumber.Parse(cell)!.Value));
        string[] levels = CellNumber.Levels(cells);
        ILookup<string, string> byLevel = cells.ToLookup(CellNumber.Canonical, StringComparer.Ordinal);
        return new CategoricalEncoder(column, name, levels, levels.MaxBy(level => byLevel[level].Count())!, _options.DropFirstLevel);
    }

    private void RequireNumbers(int column)
    {
        foreach ((int table, int row) in _kept)
        {
            string cell = _tables[table].Rows[row][column];
            if (!_marks.Contains(cell) && CellNumber.Parse(cell) is null)
                throw new DataException(
                    $"{_tables[table].Place(row, column)}: '{cell}' is no finite number. Correct it, or declare the column categorical.");
        }
    }

    private string Cell((int Table, int Row) place, int column) => _tables[place.Table].Rows[place.Row][column];
}
