using Tributary.Models;

namespace Tributary.Training;

/// <summary>The rows of a generated table, to be searched for those closest to a row in some columns.</summary>
/// <remarks>Distances of cells are whole numbers, so that sums over columns are exact and rows that are equally close stay so.</remarks>
internal sealed class CellDistances
{
    private const int One = 1 << 20;

    private readonly RowDistance _distance;
    private readonly float[] _generated;
    private readonly bool[] _isNumeric;
    private readonly int _columns;

    /// <summary>Distances in the spread of the generated rows, which is what an attacker has.</summary>
    public CellDistances(TableData generated)
    {
        _distance = new RowDistance(generated);
        _generated = _distance.Cells(generated);
        _isNumeric = [.. generated.Shape.Columns.Select(column => column.IsNumeric)];
        _columns = _isNumeric.Length;
    }

    /// <summary>The number of generated rows.</summary>
    public int Count => _generated.Length / _columns;

    /// <summary>Rows ready to be compared, one after another.</summary>
    public float[] Cells(TableData rows) => _distance.Cells(rows);

    /// <summary>The place of the closest generated row by some columns; the first of those that are equally close.</summary>
    public int Closest(ReadOnlySpan<float> row, ReadOnlySpan<int> columns)
    {
        long least = long.MaxValue;
        int found = 0;
        for (int start = 0, place = 0; start < _generated.Length; start += _columns, place++)
        {
            long sum = 0;
            foreach (int column in columns)
            {
                sum += Distance(row[column], _generated[start + column], column);
                if (sum >= least) break;
            }
            if (sum < least) (least, found) = (sum, place);
        }
        return found;
    }

    /// <summary>For every column, the place of the row that is closest by all of the others.</summary>
    public int[] ClosestByOthers(ReadOnlySpan<float> row)
    {
        int[] found = new int[_columns];
        long[] least = new long[_columns];
        Array.Fill(least, long.MaxValue);
        Span<int> parts = _columns <= 256 ? stackalloc int[_columns] : new int[_columns];
        for (int start = 0, place = 0; start < _generated.Length; start += _columns, place++)
        {
            long sum = 0;
            for (int column = 0; column < _columns; column++)
                sum += parts[column] = Distance(row[column], _generated[start + column], column);
            for (int column = 0; column < _columns; column++)
                if (sum - parts[column] < least[column]) (least[column], found[column]) = (sum - parts[column], place);
        }
        return found;
    }

    private int Distance(float one, float other, int column) =>
        one == other ? 0 : _isNumeric[column] ? (int)(Math.Min(1, Math.Abs(one - other)) * One) : One;
}
