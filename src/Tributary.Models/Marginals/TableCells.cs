using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// The finest cells that a table is counted in: a value each for names, equal parts of the bounds for numbers, and one for missing cells.
/// </summary>
/// <remarks>
/// Whole numbers get a cell each where there are no more of them than the resolution. Else the bounds themselves have a cell each, for that
/// is where numbers pile up: nobody gains capital, or more than can be written.
/// </remarks>
public sealed class TableCells
{
    private readonly int[] _numbers; // of cells with numbers, by column; zero for names

    /// <summary>Cells of a shape.</summary>
    /// <param name="shape">The columns.</param>
    /// <param name="resolution">The most cells of a column of numbers; three where less is given.</param>
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
                : throw new InvalidDataException(
                    $"A cell of column '{shape.Name}' is missing, and the column is said to have none missing.");
        if (!shape.IsNumeric) return (int)value;
        int last = _numbers[column] - 1;
        double above = value - shape.Minimum!.Value, width = shape.Maximum!.Value - shape.Minimum.Value;
        if (above <= 0 || last == 0) return 0;
        if (above >= width) return last;
        return IsEach(column) ? (int)above : Math.Min(1 + (int)(above / width * (last - 1)), last - 1);
    }

    /// <summary>A value that lies in a cell, at random.</summary>
    public float Draw(int column, int cell, RandomStream random)
    {
        ColumnShape shape = Shape.Columns[column];
        if (shape.Missing && cell == Counts[column] - 1) return float.NaN;
        if (!shape.IsNumeric) return cell;
        double minimum = shape.Minimum!.Value, maximum = shape.Maximum!.Value;
        int final = _numbers[column] - 1;
        if (cell == 0) return (float)minimum;
        if (cell == final) return (float)maximum;
        if (IsEach(column)) return (float)(minimum + cell);
        double part = (maximum - minimum) / (final - 1), low = minimum + (cell - 1) * part;
        if (!shape.Whole) return (float)(low + random.NextDouble() * part);
        // The bounds are in cells of their own.
        double first = Math.Max(Math.Ceiling(low), minimum + 1), last = Math.Min(Math.Ceiling(low + part) - 1, maximum - 1);
        return (float)(first + (last > first ? Math.Floor(random.NextDouble() * (last - first + 1)) : 0));
    }

    /// <summary>Whether every whole number within the bounds has a cell of its own.</summary>
    private bool IsEach(int column) =>
        Shape.Columns[column] is { Whole: true } shape && shape.Maximum - shape.Minimum + 1 == _numbers[column];

    private static int NumberCells(ColumnShape column, int resolution) =>
        column.Maximum <= column.Minimum ? 1
        : column.Whole && column.Maximum - column.Minimum + 1 <= resolution ? (int)(column.Maximum!.Value - column.Minimum!.Value) + 1
        : Math.Max(3, resolution);
}
