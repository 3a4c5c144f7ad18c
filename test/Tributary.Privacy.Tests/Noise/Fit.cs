namespace Tributary.Privacy.Tests;

/// <summary>How well drawn numbers fit the probabilities they should have.</summary>
internal static class Fit
{
    /// <summary>
    /// Pearson's statistic as a standard normal number (Wilson and Hilferty 1931); cells that expect below 8 are put together.
    /// </summary>
    public static double ChiSquare(IReadOnlyList<long> counts, IReadOnlyList<double> probabilities)
    {
        double draws = counts.Sum(), statistic = 0, expected = 0, rest = 1;
        long count = 0;
        int cells = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            expected += draws * probabilities[i];
            count += counts[i];
            rest -= probabilities[i];
            if (expected < 8 || draws * rest < 8) continue;
            Close();
        }
        Close();
        double freedom = cells - 1, spread = 2 / (9 * freedom);
        return (Math.Cbrt(statistic / freedom) - (1 - spread)) / Math.Sqrt(spread);

        void Close()
        {
            if (expected == 0) return;
            statistic += (count - expected) * (count - expected) / expected;
            cells++;
            expected = count = 0;
        }
    }

    /// <summary>By how many standard deviations a count differs from what a probability makes one expect.</summary>
    public static double Deviation(long count, long draws, double probability) =>
        (count - draws * probability) / Math.Sqrt(draws * probability * (1 - probability));

    /// <summary>How many numbers lie below the first border, from each to the next, and from the last on.</summary>
    public static long[] Count(IEnumerable<long> values, double[] borders)
    {
        long[] counts = new long[borders.Length + 1];
        foreach (long value in values)
        {
            int place = Array.BinarySearch(borders, value);
            counts[place < 0 ? ~place : place + 1]++;
        }
        return counts;
    }

    /// <summary>Numbers from the noise.</summary>
    public static long[] Draw(INoise noise, int count, ulong seed)
    {
        using var bits = new SeededBits(new Tributary.Tensors.RandomStream(seed));
        long[] values = new long[count];
        noise.Fill(values, bits);
        return values;
    }

    /// <summary>Compares each number from -reach to reach, and what lies beyond, with weights in any scale.</summary>
    public static void Check(INoise noise, Func<long, double> weight, int reach, ulong seed)
    {
        long[] counts = new long[2 * reach + 3];
        foreach (long value in Draw(noise, 200_000, seed)) counts[Math.Clamp(value, -reach - 1, reach + 1) + reach + 1]++;
        int far = 40 * (reach + 1); // beyond, no weight is left
        double[] weights = [.. Enumerable.Range(-far, 2 * far + 1).Select(k => weight(k))];
        double total = weights.Sum(), tail = weights.Skip(far + reach + 1).Sum() / total;
        double[] probabilities = [tail, .. weights.Skip(far - reach).Take(2 * reach + 1).Select(w => w / total), tail];
        double normal = ChiSquare(counts, probabilities);
        Assert.True(Math.Abs(normal) < 3.5, $"The numbers do not fit: {normal:0.0} standard deviations.");
    }
}
