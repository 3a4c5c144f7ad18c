using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>
/// Adds up Renyi divergences order by order: quick, always above the truth, typically by a tenth; a cross-check of the reported numbers.
/// </summary>
/// <remarks>Mironov: Renyi differential privacy, CSF 2017; conversion by Canonne, Kamath, Steinke, NeurIPS 2020, proposition 12.</remarks>
public sealed class RdpAccountant : IAccountant
{
    private static readonly double[] _orders =
    [
        .. Enumerable.Range(11, 99).Select(tenths => tenths / 10.0), .. Enumerable.Range(11, 53).Select(order => (double)order),
        128, 256, 512, 1024,
    ];

    /// <inheritdoc/>
    public string Name => "RDP";

    /// <inheritdoc/>
    public bool Supports(DpEvent dpEvent) => PrivacyTerms.Of(dpEvent).All.All(term => RenyiCurves.Of(term.Event, [2]) is not null);

    /// <summary>The divergences of an event at <paramref name="orders"/> above 1; infinite where no bound is known.</summary>
    /// <exception cref="ProblemException">The event is not possible, or has no known divergence.</exception>
    public double[] Divergences(DpEvent dpEvent, params double[] orders)
    {
        double[] sums = new double[orders.Length];
        foreach ((DpEvent term, long count) in PrivacyTerms.Of(dpEvent).All)
        {
            double[] curve = RenyiCurves.Of(term, orders) ?? throw PrivacyTarget.Unsupported(this, term);
            for (int i = 0; i < sums.Length; i++) sums[i] += count * curve[i];
        }
        return sums;
    }

    /// <inheritdoc/>
    public double Epsilon(DpEvent dpEvent, double delta)
    {
        PrivacyTarget.CheckDelta(delta);
        return Divergences(dpEvent, _orders).Zip(_orders, (divergence, order) => RenyiConversion.Epsilon(order, divergence, delta)).Min();
    }

    /// <inheritdoc/>
    public double Delta(DpEvent dpEvent, double epsilon)
    {
        PrivacyTarget.CheckEpsilon(epsilon);
        return Divergences(dpEvent, _orders).Zip(_orders, (divergence, order) => RenyiConversion.Delta(order, divergence, epsilon)).Min();
    }
}
