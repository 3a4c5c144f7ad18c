namespace Tributary.Models;

/// <summary>A mean and a standard deviation for every feature, to bring features of different units to one scale.</summary>
public sealed class FeatureScaling
{
    private FeatureScaling(float[] mean, float[] inverseDeviation)
    {
        Mean = mean;
        InverseDeviation = inverseDeviation;
    }

    /// <summary>The number of features.</summary>
    public int Width => Mean.Length;

    internal float[] Mean { get; }

    internal float[] InverseDeviation { get; }

    /// <summary>The mean and population deviation of all rows of the given sets together; a constant feature becomes zero.</summary>
    /// <exception cref="DataException">There are no rows, or the sets differ in width.</exception>
    public static FeatureScaling Of(params IReadOnlyList<LabelledData> sets)
    {
        int rows = sets.Sum(set => set.Count);
        if (rows == 0) throw new DataException("Features cannot be scaled by the statistics of no rows. Give at least one example.");
        int width = sets[0].FeatureShape.Count;
        if (sets.Any(set => set.FeatureShape.Count != width))
            throw new DataException("The sets differ in the number of features. Read them with the same settings.");
        double[] sum = new double[width], squares = new double[width];
        float[] row = new float[width];
        // Two passes: the sum of squares about the mean keeps its digits where the mean is large.
        ForEachRow(sets, row, i => sum[i] += row[i]);
        ForEachRow(sets, row, i => squares[i] += (row[i] - sum[i] / rows) * (row[i] - sum[i] / rows));
        return new FeatureScaling(
            [.. sum.Select(total => (float)(total / rows))],
            [.. squares.Select(total => total > 0 ? (float)(1 / Math.Sqrt(total / rows)) : 0)]);
    }

    private static void ForEachRow(IReadOnlyList<LabelledData> sets, float[] row, Action<int> feature)
    {
        foreach (LabelledData set in sets)
            for (int example = 0; example < set.Count; example++)
            {
                set.CopyFeatures(example, row);
                for (int i = 0; i < row.Length; i++) feature(i);
            }
    }
}
