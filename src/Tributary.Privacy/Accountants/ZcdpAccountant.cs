using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>
/// Adds up concentrated differential privacy: one number rho, without credit for sampling; a cross-check that fits on paper.
/// </summary>
/// <remarks>Bun, Steinke: Concentrated differential privacy, TCC 2016: rho = 1 / (2 sigma^2) for Gaussian noise (propositions 1.6) and
/// epsilon^2 / 2 for pure epsilon (1.4); conversion by Canonne, Kamath, Steinke, NeurIPS 2020, over all orders.</remarks>
public sealed class ZcdpAccountant : IAccountant
{
    /// <inheritdoc/>
    public string Name => "zCDP";

    /// <inheritdoc/>
    public bool Supports(DpEvent dpEvent) => PrivacyTerms.Of(dpEvent).All.All(term => One(term.Event) is not null);

    /// <summary>The parameter rho of zero-concentrated differential privacy.</summary>
    /// <exception cref="ProblemException">The event is not possible, or has no known rho.</exception>
    public double Rho(DpEvent dpEvent) => PrivacyTerms.Of(dpEvent).All
        .Sum(term => term.Count * (One(term.Event) ?? throw PrivacyTarget.Unsupported(this, term.Event)));

    /// <inheritdoc/>
    public double Epsilon(DpEvent dpEvent, double delta)
    {
        PrivacyTarget.CheckDelta(delta);
        double rho = Rho(dpEvent);
        return Least(order => RenyiConversion.Epsilon(order, rho * order, delta));
    }

    /// <inheritdoc/>
    public double Delta(DpEvent dpEvent, double epsilon)
    {
        PrivacyTarget.CheckEpsilon(epsilon);
        double rho = Rho(dpEvent);
        return Least(order => RenyiConversion.Delta(order, rho * order, epsilon));
    }

    private static double? One(DpEvent term) => term switch
    {
        GaussianEvent gaussian => 0.5 / (gaussian.NoiseMultiplier * gaussian.NoiseMultiplier),
        DiscreteGaussianEvent discrete => 0.5 * discrete.Sensitivity * discrete.Sensitivity / (discrete.Sigma * discrete.Sigma),
        LaplaceEvent laplace => 0.5 / (laplace.NoiseMultiplier * laplace.NoiseMultiplier),
        _ => null,
    };

    /// <summary>The least value over orders, which falls and then rises.</summary>
    private static double Least(Func<double, double> value)
    {
        double low = Math.Log(1e-3), high = Math.Log(1e6); // of order - 1
        for (int i = 0; i < 100; i++)
        {
            double left = low + (high - low) / 3, right = high - (high - low) / 3;
            if (value(1 + Math.Exp(left)) <= value(1 + Math.Exp(right))) high = right;
            else low = left;
        }
        return value(1 + Math.Exp(0.5 * (low + high)));
    }
}
