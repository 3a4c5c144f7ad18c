namespace Tributary.Privacy;

/// <summary>
/// A bound on the Renyi divergence of Gaussian noise on samples of fixed size without replacement, one neighbour being replaced.
/// </summary>
/// <remarks>
/// Wang, Balle, Kasiviswanathan: Subsampled Renyi differential privacy and analytical moments accountant, AISTATS 2019, theorem 27 at
/// whole orders up to 256 and corollary 10 (straight lines) between them.
/// </remarks>
/// <param name="share">The sample's size over the population's, above 0, below 1.</param>
/// <param name="sigma">The noise multiplier, relative to the sensitivity of a replacement.</param>
internal sealed class FixedSizeGaussianCurve(double share, double sigma)
{
    private const int LargestOrder = 256;

    /// <summary>The bounds at all of <paramref name="orders"/>; infinite beyond 256.</summary>
    public double[] At(double[] orders)
    {
        double[] differences = Differences();
        return [.. orders.Select(order =>
        {
            if (order > LargestOrder) return double.PositiveInfinity;
            int low = (int)Math.Floor(order);
            double part = order - low, below = Moment(low, differences);
            return (part == 0 ? below : (1 - part) * below + part * Moment(low + 1, differences)) / (order - 1);
        })];
    }

    private double Moment(int order, double[] differences)
    {
        double sum = 0, first = 1 / (sigma * sigma); // the divergence at order 2
        for (int i = 2; i <= order; i++)
        {
            double ternary = i == 2
                ? Math.Min(Math.Log(4) + first + Logarithms.OnePlus(-Math.Exp(-first)), first + Math.Log(2))
                : Math.Min(Math.Log(4) + 0.5 * (differences[i / 2 * 2] + differences[(i + 1) / 2 * 2]), Math.Log(2) + Cumulant(i - 1));
            sum = Logarithms.Add(sum, ternary + i * Math.Log(share) + Logarithms.Choose(order, i));
        }
        return sum;
    }

    private double Cumulant(double x) => x * (x + 1) / (2 * sigma * sigma);

    /// <summary>
    /// Logarithms of the forward differences of exp(cumulant), whose even ones are moments of an absolute value and so positive.
    /// </summary>
    private double[] Differences()
    {
        // Values k - 1 for k = 0, 1, ...: the moments E[(ratio)^k] of orders 0 and 1 are one.
        double[] row = [.. Enumerable.Range(0, LargestOrder + 3).Select(k => Cumulant(k - 1))], result = new double[LargestOrder + 2];
        bool[] negative = new bool[row.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = row[0];
            for (int j = 0; j + 1 < row.Length - i; j++)
                (row[j], negative[j]) = Difference(row[j + 1], negative[j + 1], row[j], negative[j]);
        }
        return result;
    }

    private static (double Logarithm, bool Negative) Difference(double a, bool aNegative, double b, bool bNegative) =>
        aNegative != bNegative ? (Logarithms.Add(a, b), aNegative)
        : a >= b ? (Logarithms.Subtract(a, b), aNegative) : (Logarithms.Subtract(b, a), !aNegative);
}
