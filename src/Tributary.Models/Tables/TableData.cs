namespace Tributary.Models;

/// <summary>Whole rows of a table, as generators of tables learn them: missing cells are kept, and names are places in a list.</summary>
/// <remarks>A view of shared storage, as <see cref="LabelledData"/>; cells are as <see cref="ColumnShape"/> says.</remarks>
public sealed class TableData : Dataset
{
    private readonly float[] _cells;
    private readonly string[]? _keys;
    private readonly int[] _rows;

    private TableData(TableShape shape, float[] cells, string[]? keys, int[] rows)
    {
        Shape = shape;
        _cells = cells;
        _keys = keys;
        _rows = rows;
    }

    /// <summary>The columns.</summary>
    public TableShape Shape { get; }

    /// <inheritdoc/>
    public override int Count => _rows.Length;

    /// <inheritdoc/>
    public override PartitionInput PartitionInput => new()
    {
        Count = Count,
        ClassCount = Label is { } label ? Shape.Columns[label].Values!.Count : 0,
        Labels = Label is { } column ? [.. Enumerable.Range(0, Count).Select(row => (int)this[row, column])] : null,
        Keys = _keys is null ? null : [.. _rows.Select(row => _keys[row])],
    };

    private int? Label => Shape.LabelIndex() is >= 0 and var label && !Shape.Columns[label].Missing && !Shape.Columns[label].Other
        ? label : null;

    /// <summary>A cell, as <see cref="ColumnShape"/> says.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    public float this[int row, int column] => _cells[_rows[row] * Shape.Columns.Count + column];

    /// <summary>Rows of cells.</summary>
    /// <param name="shape">The columns.</param>
    /// <param name="cells">One row after another; kept, not copied.</param>
    /// <param name="keys">Optionally whose each row is.</param>
    /// <exception cref="DataException">The cells do not make whole rows, or there is not one key for each.</exception>
    public static TableData Of(TableShape shape, float[] cells, string[]? keys = null)
    {
        int rows = cells.Length / shape.Columns.Count;
        if (rows * shape.Columns.Count != cells.Length || (keys is not null && keys.Length != rows))
            throw new DataException(
                $"{cells.Length} cells and {keys?.Length ?? rows} keys make no rows of {shape.Columns.Count} columns. "
                + "Give each row all cells.");
        return new TableData(shape, cells, keys, [.. Enumerable.Range(0, rows)]);
    }

    /// <summary>The rows of several views of one storage, one view after another.</summary>
    /// <exception cref="ArgumentException">There is no view, or they are of different storage.</exception>
    public static TableData Concat(IReadOnlyList<TableData> parts) =>
        parts is [] || parts.Any(part => part._cells != parts[0]._cells)
            ? throw new ArgumentException("Only views of the same storage can be put together.", nameof(parts))
            : new TableData(parts[0].Shape, parts[0]._cells, parts[0]._keys, [.. parts.SelectMany(part => part._rows)]);

    /// <summary>Copies the cells of a row.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than a row.</exception>
    public void CopyRow(int row, Span<float> destination) =>
        _cells.AsSpan(_rows[row] * Shape.Columns.Count, Shape.Columns.Count).CopyTo(destination);

    /// <inheritdoc/>
    public override TableData Select(ReadOnlySpan<int> places) => new(Shape, _cells, _keys, Compose(_rows, places));
}
