using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>The Renyi divergences of single mechanisms, at orders above 1.</summary>
internal static class RenyiCurves
{
    /// <summary>
    /// The divergences of an event at all of <paramref name="orders"/>; infinite where no bound is known, null for an unknown event.
    /// </summary>
    public static double[]? Of(DpEvent term, double[] orders) => term switch
    {
        PoissonSampledEvent { Neighbours: not Neighbours.AddOrRemoveOne } => null,
        PoissonSampledEvent { Event: GaussianEvent gaussian } sampled =>
            new SampledGaussianCurve(sampled.Probability, gaussian.NoiseMultiplier).At(orders),
        PoissonSampledEvent sampled when Mechanism(sampled.Event) is { } curve => Sampled(sampled.Probability, curve, orders),
        FixedSizeSampledEvent { Event: GaussianEvent gaussian } drawn =>
            new FixedSizeGaussianCurve(drawn.Share, gaussian.NoiseMultiplier).At(orders),
        _ => Mechanism(term) is { } curve ? [.. orders.Select(curve)] : null,
    };

    /// <summary>The divergence of a mechanism without sampling as a function of the order.</summary>
    private static Func<double, double>? Mechanism(DpEvent mechanism) => mechanism switch
    {
        GaussianEvent gaussian => order => order / (2 * gaussian.NoiseMultiplier * gaussian.NoiseMultiplier),
        DiscreteGaussianEvent discrete => order => order * Square(discrete.Sensitivity / discrete.Sigma) / 2,
        LaplaceEvent laplace => order => Laplace(laplace.NoiseMultiplier, order),
        SkellamEvent skellam => order => Skellam(skellam, Math.Ceiling(order)), // it grows with the order
        _ => null,
    };

    /// <summary>Mironov: Renyi differential privacy, CSF 2017, table II.</summary>
    private static double Laplace(double scale, double order) => Logarithms.Add(
        Math.Log(order / (2 * order - 1)) + (order - 1) / scale, Math.Log((order - 1) / (2 * order - 1)) - order / scale) / (order - 1);

    /// <summary>Agarwal, Kairouz, Liu: The Skellam mechanism, NeurIPS 2021, theorem 3.5, at whole orders.</summary>
    private static double Skellam(SkellamEvent skellam, double order)
    {
        double squared = Square(skellam.L2Sensitivity), variance = skellam.Variance;
        double excess = ((2 * order - 1) * squared + 6 * skellam.L1Sensitivity) / (4 * variance * variance);
        return order * squared / (2 * variance) + Math.Min(excess, 3 * skellam.L1Sensitivity / (2 * variance));
    }

    /// <summary>
    /// Any mechanism with a reflection that exchanges the neighbours, Poisson-sampled: the binomial formula at whole orders
    /// (Zhu, Wang: Poisson subsampled Renyi differential privacy, ICML 2019, theorem 6), straight lines of (order - 1) x divergence
    /// between them.
    /// </summary>
    private static double[] Sampled(double q, Func<double, double> curve, double[] orders)
    {
        return [.. orders.Select(order =>
        {
            double low = Math.Floor(order), share = order - low, below = Moment(low);
            return (share == 0 ? below : (1 - share) * below + share * Moment(low + 1)) / (order - 1);
        })];

        double Moment(double order)
        {
            double sum = double.NegativeInfinity;
            for (double k = 0; k <= order; k++)
                sum = Logarithms.Add(sum, Logarithms.Choose(order, k) + k * Math.Log(q) + (order - k) * Math.Log(1 - q)
                    + (k < 2 ? 0 : (k - 1) * curve(k)));
            return Math.Max(0, sum);
        }
    }

    private static double Square(double x) => x * x;
}
