using Tributary.Models;

namespace Tributary.Training;

/// <summary>Reads the rows of one file as whole rows of a declared table, for models that generate them.</summary>
/// <remarks>
/// A missing cell and a value that is none of the column's are values themselves, and numbers beyond the bounds count as the bound. What is
/// no number, and a label that is no class, are not guessed: the row is left out and counted.
/// </remarks>
internal sealed class WholeRowReader
{
    private readonly CsvTable _table;
    private readonly (TableColumn Declared, int Index, CellReader Cells, Dictionary<CellValue, int>? Places)[] _columns;
    private readonly (TableLabel Declared, int Index, LabelReader Reader) _label;
    private readonly PersonColumn? _person;

    /// <summary>Finds the schema's columns in the file.</summary>
    /// <exception cref="DataException">Some are not there; the message names them and those that are.</exception>
    public WholeRowReader(TableSchema schema, CsvTable table, SiteTable site)
    {
        _table = table;
        var finder = new ColumnFinder(table, site);
        _columns =
        [
            .. schema.Columns.Select(column => (column, finder.Find(column.Name, site.MappingOf(column.Name)),
                new CellReader(site, site.MappingOf(column.Name)), column.Values is null ? null : ValueList.Places(column.Values))),
        ];
        _label = (schema.Label, finder.Find(schema.Label.Name, site.LabelMapping),
            new LabelReader(schema.Label, new CellReader(site, site.LabelMapping)));
        _person = PersonColumn.Of(site, finder);
        finder.ThrowIfLacking();
    }

    /// <summary>
    /// Adds the cells of every row that can be used, the label's last, and its person where the file has people; counts the other rows.
    /// </summary>
    public RowReport ReadInto(List<float> rows, List<string> people)
    {
        var faults = new FaultCounts();
        float[] cells = new float[_columns.Length + 1];
        for (int row = 0; row < _table.Rows.Count; row++)
        {
            if (Read(_table.Rows[row], cells) is { } fault)
            {
                faults.Add(fault.Column, fault.Fault, _table.Lines[row]);
                continue;
            }
            rows.AddRange(cells);
            if (_person?.Read(_table.Rows[row]) is { } person) people.Add(person);
        }
        return faults.ToReport(_table.Rows.Count, [.. _columns.Select(column => column.Declared.Name), _label.Declared.Name, .. Person]);
    }

    private (string Column, RowFault Fault)? Read(IReadOnlyList<string> texts, Span<float> cells)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            (TableColumn declared, int index, CellReader reader, Dictionary<CellValue, int>? places) = _columns[i];
            if (places is null)
            {
                RowFault? fault = reader.ReadNumber(texts[index], out double number);
                if (fault is null && !float.IsFinite((float)number)) fault = RowFault.OutOfRange;
                if (fault is not null and not RowFault.Missing) return (declared.Name, fault.Value);
                cells[i] = fault is null ? (float)number : float.NaN;
            }
            else
                cells[i] = reader.ReadValue(texts[index], places, out int place) switch
                {
                    null => place,
                    RowFault.Missing => float.NaN,
                    _ => places.Count, // none of the values, which is one itself
                };
        }
        if (_label.Reader.Read(texts[_label.Index], out int label) is { } wrong) return (_label.Declared.Name, wrong);
        cells[^1] = label;
        return _person is { } person && person.Read(texts) is null ? (person.Name, RowFault.Missing) : null;
    }

    private IEnumerable<string> Person => _person is null ? [] : [_person.Name];
}
