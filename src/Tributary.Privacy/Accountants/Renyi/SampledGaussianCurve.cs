namespace Tributary.Privacy;

/// <summary>The Renyi divergence of the Poisson-sampled Gaussian mechanism, neighbours differing by adding or removing one.</summary>
/// <remarks>
/// Mironov, Talwar, Zhang: Renyi differential privacy of the sampled Gaussian mechanism, arXiv:1908.10530: A(order) is the mean of
/// (1 - q + q exp((2 x - 1) / (2 sigma^2)))^order over x from N(0, sigma^2). At whole orders section 3.3 gives a finite sum. At others its
/// series alternates, converges slowly for large q, and overestimates by half if its terms are added without signs; the integral itself is
/// smooth, and equally spaced points give it to rounding.
/// </remarks>
/// <param name="q">The sampling probability, above 0, below 1.</param>
/// <param name="sigma">The noise multiplier.</param>
internal sealed class SampledGaussianCurve(double q, double sigma)
{
    private const int MostPoints = 20_000;
    private const double Reach = 12; // standard deviations beyond the peak of the integrand

    /// <summary>The divergences at all of <paramref name="orders"/>, exact but for rounding.</summary>
    public double[] At(double[] orders)
    {
        double largest = orders.Where(order => !double.IsInteger(order)).DefaultIfEmpty(0).Max();
        // The integrand is analytic up to pi sigma from the line, where the mean's argument has a zero.
        double step = Math.Min(0.25, sigma / 3), width = 2 * Reach + largest / sigma;
        (double[] Densities, double[] Losses)? points =
            largest > 0 && width / step <= MostPoints ? Points(step, (int)(width / step)) : null;
        return [.. orders.Select(order => Math.Max(0, Moment(order) / (order - 1)))];

        double Moment(double order)
        {
            if (double.IsInteger(order)) return Whole(order);
            if (points is { } known) return Integral(order, known.Densities, known.Losses);
            double low = Math.Floor(order), share = order - low; // the logarithm of A is convex, and zero at 1
            return (1 - share) * Whole(low) + share * Whole(low + 1);
        }
    }

    private double Whole(double order)
    {
        double sum = double.NegativeInfinity, taken = Math.Log(q), left = Math.Log(1 - q);
        for (double k = 0; k <= order; k++)
            sum = Logarithms.Add(sum, Logarithms.Choose(order, k) + k * taken + (order - k) * left + k * (k - 1) / (2 * sigma * sigma));
        return sum;
    }

    /// <summary>Logarithms of the density times the step, and losses, at equally spaced x / sigma.</summary>
    private (double[] Densities, double[] Losses) Points(double step, int count)
    {
        double[] densities = new double[count], losses = new double[count];
        for (int i = 0; i < count; i++)
        {
            double x = i * step - Reach;
            densities[i] = -0.5 * x * x - 0.91893853320467274178 + Math.Log(step);
            losses[i] = Logarithms.Add(Math.Log(1 - q), Math.Log(q) + (x - 0.5 / sigma) / sigma);
        }
        return (densities, losses);
    }

    private static double Integral(double order, double[] densities, double[] losses)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < losses.Length; i++) largest = Math.Max(largest, densities[i] + order * losses[i]);
        for (int i = 0; i < losses.Length; i++) sum += Math.Exp(densities[i] + order * losses[i] - largest);
        return largest + Math.Log(sum);
    }
}
