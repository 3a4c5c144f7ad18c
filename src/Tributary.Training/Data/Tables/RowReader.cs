using Tributary.Models;

namespace Tributary.Training;

/// <summary>Reads the rows of one file as a declared table.</summary>
internal sealed class RowReader
{
    private readonly CsvTable _table;
    private readonly (TableColumn Declared, int Index, ColumnReader Reader)[] _columns;
    private readonly (TableLabel Declared, int Index, LabelReader Reader) _label;
    private readonly PersonColumn? _person;

    /// <summary>Finds the schema's columns in the file.</summary>
    /// <exception cref="DataException">Some are not there; the message names them and those that are.</exception>
    public RowReader(TableSchema schema, CsvTable table, SiteTable site)
    {
        _table = table;
        var finder = new ColumnFinder(table, site);
        _columns =
        [
            .. schema.Columns.Select(column =>
            {
                ColumnMapping mapping = site.MappingOf(column.Name);
                return (column, finder.Find(column.Name, mapping),
                    new ColumnReader(column, new CellReader(site, mapping), schema.DropFirstLevel));
            }),
        ];
        _label = (schema.Label, finder.Find(schema.Label.Name, site.LabelMapping),
            new LabelReader(schema.Label, new CellReader(site, site.LabelMapping)));
        _person = PersonColumn.Of(site, finder);
        finder.ThrowIfLacking();
    }

    /// <summary>Adds every row that can be used, and counts the others; a row's key is its person where the file has people.</summary>
    public RowReport ReadInto(RowBuilder rows, string? key)
    {
        var faults = new FaultCounts();
        Span<float> features = new float[rows.Width];
        for (int row = 0; row < _table.Rows.Count; row++)
            if (Read(_table.Rows[row], features, out int label) is { } fault) faults.Add(fault.Column, fault.Fault, _table.Lines[row]);
            else rows.Add(features, label, _person?.Read(_table.Rows[row]) ?? key);
        return faults.ToReport(_table.Rows.Count, [.. _columns.Select(column => column.Declared.Name), _label.Declared.Name, .. Person]);
    }

    private (string Column, RowFault Fault)? Read(IReadOnlyList<string> cells, Span<float> features, out int label)
    {
        label = 0;
        int position = 0;
        foreach ((TableColumn declared, int index, ColumnReader reader) in _columns)
        {
            if (reader.Read(cells[index], features.Slice(position, reader.Width)) is { } fault) return (declared.Name, fault);
            position += reader.Width;
        }
        if (_label.Reader.Read(cells[_label.Index], out label) is { } wrong) return (_label.Declared.Name, wrong);
        return _person is { } person && person.Read(cells) is null ? (person.Name, RowFault.Missing) : null;
    }

    private IEnumerable<string> Person => _person is null ? [] : [_person.Name];
}
