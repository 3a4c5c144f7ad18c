namespace Tributary.Core;

/// <summary>A site's answers to the questions of <see cref="NormalizePhase"/>.</summary>
public static class ColumnStatistics
{
    /// <summary>Whether this class can answer a question.</summary>
    public static bool Answers(string question) => question is NormalizePhase.Means or NormalizePhase.Deviations;

    /// <summary>Averages over the rows of a table, in double precision and in the order of the rows.</summary>
    /// <param name="task">One of the two questions.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="read">Reads a row of as many columns as the model normalizes.</param>
    /// <exception cref="InvalidDataException">A column's average is not finite or beyond what the sums can hold.</exception>
    public static LocalResult Answer(LocalTask task, int rows, RowReader read)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ReadOnlySpan<float> published = task.Model[NormalizePhase.MeanTensor];
        bool deviations = task.Question == NormalizePhase.Deviations;
        int columns = published.Length;
        double[] sum = new double[columns], squares = new double[columns];
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++)
        {
            read(i, row);
            for (int column = 0; column < columns; column++)
            {
                double value = deviations ? (double)row[column] - published[column] : row[column];
                sum[column] += value;
                squares[column] += value * value;
            }
        }
        Span<float> values = task.Values.Span;
        Split(sum, rows, Limbs.Mean, values);
        if (deviations) Split(squares, rows, Limbs.Square, values[(columns * Limbs.Mean.Count)..]);
        return new LocalResult(rows, []);
    }

    private static void Split(double[] sums, int rows, Limbs limbs, Span<float> values)
    {
        for (int column = 0; column < sums.Length; column++)
        {
            double average = sums[column] / rows;
            if (!(Math.Abs(average) < limbs.Limit)) // also for NaN
                throw new InvalidDataException(
                    $"Column {column} has an average that is not finite or too large to be summed over sites. " +
                    "Remove the rows at fault, or use another unit.");
            limbs.Split(average, values.Slice(column * limbs.Count, limbs.Count));
        }
    }
}
