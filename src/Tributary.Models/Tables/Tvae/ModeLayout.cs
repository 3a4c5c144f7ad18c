namespace Tributary.Models;

/// <summary>
/// Where a row's columns lie in the numbers that a network sees: an indicator for each mode or name, and for numbers a place in it.
/// </summary>
internal sealed class ModeLayout
{
    /// <summary>The layout of a table.</summary>
    public ModeLayout(TableHistogram histogram)
    {
        Histogram = histogram;
        int columns = histogram.Shape.Columns.Count;
        Starts = new int[columns];
        for (int i = 0; i < columns; i++)
        {
            Starts[i] = Width;
            Width += histogram.MostGroups[i] + (histogram.Shape.Columns[i].IsNumeric ? 1 : 0);
        }
    }

    /// <summary>What tells modes.</summary>
    public TableHistogram Histogram { get; }

    /// <summary>The numbers of a row.</summary>
    public int Width { get; }

    /// <summary>Where every column begins: its indicators, then its place where it has numbers.</summary>
    public int[] Starts { get; }

    /// <summary>The indicators of a column.</summary>
    public int Indicators(int column) => Histogram.MostGroups[column];

    /// <summary>Whether a column has a place beside its indicators.</summary>
    public bool HasPlace(int column) => Histogram.Shape.Columns[column].IsNumeric;
}
