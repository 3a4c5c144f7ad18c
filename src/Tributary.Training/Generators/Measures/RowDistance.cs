using Tributary.Models;

namespace Tributary.Training;

/// <summary>
/// The distance of rows: the mean over columns of one where names differ, and of the difference of numbers over their spread.
/// </summary>
/// <remarks>Gower: A general coefficient of similarity. Biometrics 27(4), 1971; a difference of numbers counts at most one.</remarks>
internal sealed class RowDistance
{
    private readonly float[] _scales; // one over the spread; zero for names
    private readonly int _columns;

    /// <summary>Distances in the spread of real rows.</summary>
    public RowDistance(TableData real)
    {
        _columns = real.Shape.Columns.Count;
        _scales = [.. real.Shape.Columns.Select((column, i) => column.IsNumeric ? Scale(real, i) : 0)];
    }

    /// <summary>Rows as one array, ready to be compared.</summary>
    public float[] Cells(TableData rows)
    {
        float[] cells = new float[rows.Count * _columns];
        for (int row = 0; row < rows.Count; row++)
            for (int column = 0; column < _columns; column++)
                cells[row * _columns + column] = float.IsNaN(rows[row, column]) ? float.MinValue
                    : _scales[column] > 0 ? rows[row, column] * _scales[column] : rows[row, column];
        return cells;
    }

    /// <summary>The distance of every row to the closest of others.</summary>
    public double[] Closest(TableData rows, TableData others, int threads)
    {
        float[] mine = Cells(rows), theirs = Cells(others);
        double[] closest = new double[rows.Count];
        Parallel.For(0, rows.Count, new ParallelOptions { MaxDegreeOfParallelism = threads },
            row => closest[row] = Closest(mine.AsSpan(row * _columns, _columns), theirs) / _columns);
        return closest;
    }

    private float Closest(ReadOnlySpan<float> row, ReadOnlySpan<float> others)
    {
        float least = float.MaxValue;
        for (int start = 0; start < others.Length; start += _columns)
        {
            float sum = 0;
            for (int column = 0; column < row.Length && sum < least; column++)
            {
                float a = row[column], b = others[start + column];
                sum += a == b ? 0 : _scales[column] > 0 ? Math.Min(1, Math.Abs(a - b)) : 1;
            }
            if (sum < least) least = sum;
        }
        return least;
    }

    /// <summary>One over the distance of the twentieth and the nineteenth twentieth; of all numbers where these are one.</summary>
    private static float Scale(TableData rows, int column)
    {
        float[] sorted = [.. Enumerable.Range(0, rows.Count).Select(row => rows[row, column]).Where(cell => !float.IsNaN(cell)).Order()];
        if (sorted.Length == 0) return 1;
        float spread = sorted[(int)(0.95 * (sorted.Length - 1))] - sorted[(int)(0.05 * (sorted.Length - 1))];
        if (!(spread > 0)) spread = sorted[^1] - sorted[0];
        return spread > 0 ? 1 / spread : 1;
    }
}
