using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>The squared maximum mean discrepancy of two sets of features under a cubic kernel, without bias: small sets will do.</summary>
/// <remarks>
/// k(x, y) = (x y / d + 1)^3, the means of k without a vector's product with itself (Binkowski et al., ICLR 2018, section 4.1; Gretton et
/// al., JMLR 2012, equation 3), over the whole sets instead of parts of them. It may be negative where the sets are alike.
/// </remarks>
public static class KernelDistance
{
    /// <summary>The distance.</summary>
    /// <param name="first">At least two vectors of one length.</param>
    /// <param name="second">The same.</param>
    /// <param name="threads">How many threads may work; changes no bit.</param>
    /// <exception cref="ArgumentException">A set has fewer than two vectors, or their lengths differ.</exception>
    public static double Between(IReadOnlyList<float[]> first, IReadOnlyList<float[]> second, int threads)
    {
        if (first.Count < 2 || second.Count < 2)
            throw new ArgumentException("Fewer than two vectors cannot be compared with each other. Compare more pictures.", nameof(first));
        return Within(first, threads) + Within(second, threads) - 2 * Mean(first, second, threads, (_, _) => true);
    }

    private static double Within(IReadOnlyList<float[]> set, int threads) =>
        Mean(set, set, threads, (i, j) => i != j) * set.Count / (set.Count - 1.0);

    private static double Mean(IReadOnlyList<float[]> x, IReadOnlyList<float[]> y, int threads, Func<int, int, bool> counts)
    {
        double[] sums = new double[x.Count];
        Parallel.For(0, x.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            for (int j = 0; j < y.Count; j++)
            {
                if (!counts(i, j)) continue;
                double kernel = (double)VectorProducts.Dot(x[i], y[j]) / x[i].Length + 1;
                sums[i] += kernel * kernel * kernel;
            }
        });
        return sums.Sum() / ((double)x.Count * y.Count);
    }
}
