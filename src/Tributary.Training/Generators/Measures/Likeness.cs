using Tributary.Models;

namespace Tributary.Training;

/// <summary>How alike two tables are, column by column and pair by pair; one where they cannot be told apart.</summary>
/// <remarks>
/// The measures of SDMetrics' reports: KSComplement, TVComplement, CorrelationSimilarity, ContingencySimilarity; BoundaryAdherence and
/// CategoryAdherence.
/// </remarks>
internal static class Likeness
{
    private const int Parts = 10; // of a column of numbers beside one of names

    /// <summary>
    /// One minus the largest distance of the distribution functions for numbers, one minus the total variation for names.
    /// </summary>
    public static IReadOnlyList<ColumnLikeness> Columns(TableData real, TableData generated) =>
        [.. real.Shape.Columns.Select((column, i) => new ColumnLikeness(column.Name,
            column.IsNumeric ? Numbers(real, generated, i) : 1 - Variation(Shares(real, i), Shares(generated, i)),
            Adherence(real, generated, i)))];

    /// <summary>The mean over all pairs of columns.</summary>
    public static double Pairs(TableData real, TableData generated)
    {
        IReadOnlyList<ColumnShape> columns = real.Shape.Columns;
        double[][] edges = [.. columns.Select((column, i) => column.IsNumeric ? Edges(real, i) : [])];
        double sum = 0, count = 0;
        for (int a = 0; a < columns.Count; a++)
            for (int b = a + 1; b < columns.Count; b++)
            {
                sum += columns[a].IsNumeric && columns[b].IsNumeric
                    ? 1 - Math.Abs(Correlation(real, a, b) - Correlation(generated, a, b)) / 2
                    : 1 - Variation(Together(real, a, b, edges), Together(generated, a, b, edges));
                count++;
            }
        return count > 0 ? sum / count : 1;
    }

    /// <summary>The share of generated cells that lie among the real ones.</summary>
    private static double Adherence(TableData real, TableData generated, int column)
    {
        bool numeric = real.Shape.Columns[column].IsNumeric;
        float[] known = [.. Cells(real).Where(cell => !float.IsNaN(cell))];
        HashSet<float> names = numeric ? [] : [.. known];
        bool missing = known.Length < real.Count;
        float least = known.Length > 0 ? known.Min() : float.NaN, most = known.Length > 0 ? known.Max() : float.NaN;
        return Cells(generated).Count(cell =>
            float.IsNaN(cell) ? missing : numeric ? cell >= least && cell <= most : names.Contains(cell)) / (double)generated.Count;

        IEnumerable<float> Cells(TableData rows) => Enumerable.Range(0, rows.Count).Select(row => rows[row, column]);
    }

    private static double Numbers(TableData real, TableData generated, int column)
    {
        float[] one = Sorted(real, column), other = Sorted(generated, column);
        double missing = Math.Abs((double)one.Length / real.Count - (double)other.Length / generated.Count), most = 0;
        if (one.Length == 0 || other.Length == 0) return one.Length == other.Length ? 1 : 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            float at = Math.Min(one[i], other[j]);
            while (i < one.Length && one[i] <= at) i++;
            while (j < other.Length && other[j] <= at) j++;
            most = Math.Max(most, Math.Abs((double)i / one.Length - (double)j / other.Length));
        }
        return 1 - Math.Max(most, missing);
    }

    private static float[] Sorted(TableData rows, int column) =>
        [.. Enumerable.Range(0, rows.Count).Select(row => rows[row, column]).Where(cell => !float.IsNaN(cell)).Order()];

    private static Dictionary<long, double> Shares(TableData rows, int column) =>
        Count(rows, row => Kind(rows[row, column], []));

    private static Dictionary<long, double> Together(TableData rows, int a, int b, double[][] edges) =>
        Count(rows, row => Kind(rows[row, a], edges[a]) * 1_000_003 + Kind(rows[row, b], edges[b]));

    private static Dictionary<long, double> Count(TableData rows, Func<int, long> kind)
    {
        var shares = new Dictionary<long, double>();
        for (int row = 0; row < rows.Count; row++)
        {
            long key = kind(row);
            shares[key] = shares.GetValueOrDefault(key) + 1.0 / rows.Count;
        }
        return shares;
    }

    private static long Kind(float cell, double[] edges)
    {
        if (float.IsNaN(cell)) return -1;
        if (edges.Length == 0) return (long)cell;
        int part = 0;
        while (part < edges.Length && cell > edges[part]) part++;
        return part;
    }

    private static double[] Edges(TableData rows, int column)
    {
        float[] sorted = Sorted(rows, column);
        if (sorted.Length == 0) return [0];
        return [.. Enumerable.Range(1, Parts - 1).Select(i => (double)sorted[(int)((long)i * sorted.Length / Parts)]).Distinct()];
    }

    private static double Variation(Dictionary<long, double> one, Dictionary<long, double> other) =>
        one.Keys.Union(other.Keys).Order().Sum(key => Math.Abs(one.GetValueOrDefault(key) - other.GetValueOrDefault(key))) / 2;

    private static double Correlation(TableData rows, int a, int b)
    {
        double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            double x = rows[row, a], y = rows[row, b];
            if (double.IsNaN(x) || double.IsNaN(y)) continue;
            n++;
            sa += x;
            sb += y;
            saa += x * x;
            sbb += y * y;
            sab += x * y;
        }
        double variances = (saa - sa * sa / n) * (sbb - sb * sb / n);
        return n > 1 && variances > 0 ? (sab - sa * sb / n) / Math.Sqrt(variances) : 0;
    }
}
