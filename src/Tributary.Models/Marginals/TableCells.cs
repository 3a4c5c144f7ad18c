using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// The finest cells that a table is counted in: a value each for names, equal parts of the bounds for numbers, and one for missing cells.
/// </summary>
/// <remarks>Whole numbers get a cell each where there are no more of them than the resolution.</remarks>
public sealed class TableCells
{
    private readonly int[] _numbers; // of cells with numbers, by column; zero for names

    /// <summary>Cells of a shape.</summary>
    /// <param name="shape">The columns.</param>
    /// <param name="resolution">The most cells of a column of numbers, at least one.</param>
    public TableCells(TableShape shape, int resolution)
    {
        Shape = shape;
        _numbers = [.. shape.Columns.Select(column => column.IsNumeric ? NumberCells(column, resolution) : 0)];
        Counts = [.. shape.Columns.Select((column, i) =>
            (column.Values?.Count ?? _numbers[i]) + (column.Other ? 1 : 0) + (column.Missing ? 1 : 0))];
        Offsets = new int[Counts.Length];
        for (int i = 1; i < Offsets.Length; i++) Offsets[i] = Offsets[i - 1] + Counts[i - 1];
    }

    /// <summary>The columns.</summary>
    public TableShape Shape { get; }

    /// <summary>The number of cells of every column.</summary>
    public int[] Counts { get; }

    /// <summary>Where every column's cells begin, one column after another.</summary>
    public int[] Offsets { get; }

    /// <summary>The cells of all columns.</summary>
    public int Total => Counts.Sum();

    /// <summary>The number of cells of a column that hold numbers, in ascending order; zero for a column of names.</summary>
    public int NumbersOf(int column) => _numbers[column];

    /// <summary>The cell that a value lies in; a number beyond the bounds in the first or last.</summary>
    /// <exception cref="InvalidDataException">The value is missing, and the column has no missing cells.</exception>
    public int CellOf(int column, float value)
    {
        ColumnShape shape = Shape.Columns[column];
        if (float.IsNaN(value))
            return shape.Missing ? Counts[column] - 1
                : throw new InvalidDataException($"A cell of column '{shape.Name}' is missing, and the column is said to have none missing.");
        if (!shape.IsNumeric) return (int)value;
        double share = (value - shape.Minimum!.Value) / Width(shape);
        return (int)Math.Clamp(Math.Floor(share * _numbers[column]), 0, _numbers[column] - 1);
    }

    /// <summary>A value that lies in a cell, at random.</summary>
    public float Draw(int column, int cell, RandomStream random)
    {
        ColumnShape shape = Shape.Columns[column];
        if (shape.Missing && cell == Counts[column] - 1) return float.NaN;
        if (!shape.IsNumeric) return cell;
        double part = Width(shape) / _numbers[column], low = shape.Minimum!.Value + cell * part, high = low + part;
        if (!shape.Whole) return (float)Math.Min(low + random.NextDouble() * part, shape.Maximum!.Value);
        long first = (long)Math.Ceiling(low - 1e-9), last = (long)Math.Ceiling(high - 1e-9) - 1;
        last = Math.Min(Math.Max(first, last), (long)shape.Maximum!.Value);
        return first + (last > first ? random.NextInt((int)Math.Min(last - first + 1, int.MaxValue)) : 0);
    }

    /// <summary>The length of the bounds; a whole number takes up one.</summary>
    private static double Width(ColumnShape column) =>
        Math.Max(column.Maximum!.Value - column.Minimum!.Value + (column.Whole ? 1 : 0), double.Epsilon);

    private static int NumberCells(ColumnShape column, int resolution) =>
        column.Maximum <= column.Minimum ? 1
        : column.Whole && Width(column) <= resolution ? (int)Width(column)
        : resolution;
}
