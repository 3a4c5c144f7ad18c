using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How a generator's promise of differential privacy is divided: a share for the histograms, the rest for what follows.</summary>
/// <remarks>
/// Neighbours differ by one row. A row adds one to one cell of every column, so each of d columns costs 1 / (2 sigma^2) of rho (Bun,
/// Steinke,
/// TCC 2016); the discrete Gaussian keeps the same bound (Canonne, Kamath, Steinke, NeurIPS 2020).
/// </remarks>
public sealed class MarginalBudget
{
    private const double OfHistograms = 0.12;

    private readonly MarginalLayout _layout;

    private MarginalBudget(MarginalLayout layout, double rho)
    {
        _layout = layout;
        Rho = rho;
    }

    /// <summary>The whole budget, as rho of zero-concentrated differential privacy.</summary>
    public double Rho { get; }

    /// <summary>What is left after the histograms.</summary>
    public double Rest => (1 - OfHistograms) * Rho;

    /// <summary>The standard deviation of the noise of every cell of a histogram.</summary>
    public double HistogramSigma => Math.Sqrt(_layout.Shape.Columns.Count / (2 * OfHistograms * Rho));

    /// <summary>The budget of a generator, or null where it makes no promise.</summary>
    public static MarginalBudget? Of(MarginalLayout layout)
    {
        if (layout.Architecture.Epsilon is not { } epsilon) return null;
        double multiplier = new Calibration(new ZcdpAccountant())
            .Noise(noise => new GaussianEvent(noise), epsilon, layout.Architecture.Delta);
        return new MarginalBudget(layout, 1 / (2 * multiplier * multiplier));
    }

    /// <summary>A source of noise.</summary>
    /// <param name="stream">Where it is drawn from, unless it is to be secret.</param>
    /// <param name="rho">What it may be used for.</param>
    public MarginalNoise Noise(RandomStream stream, double rho) =>
        new(_layout.Architecture.SecretNoise ? new SystemBits() : new SeededBits(stream), rho);
}
