using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Draws from the symmetric Dirichlet distribution, as normalised gamma variates.</summary>
internal static class DirichletDistribution
{
    /// <summary>Proportions of <paramref name="length"/> parts; they sum to one.</summary>
    public static double[] Draw(double alpha, int length, RandomStream random)
    {
        double[] logs = new double[length];
        for (int i = 0; i < length; i++) logs[i] = LogGamma(alpha, random);
        // In logarithms, since variates of a small alpha are below the least double more often than not.
        double largest = logs.Max();
        double[] parts = [.. logs.Select(log => Elementary.Exp(log - largest))];
        double sum = parts.Sum();
        return [.. parts.Select(part => part / sum)];
    }

    /// <summary>The logarithm of a gamma variate of unit scale.</summary>
    /// <remarks>
    /// Marsaglia, Tsang: A simple method for generating gamma variables. ACM TOMS 26(3), 2000; section 6 for shapes below one.
    /// </remarks>
    public static double LogGamma(double shape, RandomStream random)
    {
        if (shape < 1) return LogGamma(shape + 1, random) + Elementary.Log(Uniform(random)) / shape;
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextNormal(), root = 1 + c * x;
            if (root <= 0) continue;
            double v = root * root * root;
            if (Elementary.Log(Uniform(random)) < 0.5 * x * x + d - d * v + d * Elementary.Log(v)) return Elementary.Log(d * v);
        }
    }

    // Never zero, which has no logarithm.
    private static double Uniform(RandomStream random) => random.NextDouble() + 1.0 / (1L << 54);
}
