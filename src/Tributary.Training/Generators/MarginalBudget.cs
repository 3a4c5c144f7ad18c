using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How a generator's promise of differential privacy is divided: a share for the histograms, the rest for what follows.</summary>
/// <remarks>
/// Neighbours differ by one row. A row adds one to one cell of every column, so each of d columns costs 1 / (2 sigma^2) of rho (Bun,
/// Steinke, TCC 2016); the discrete Gaussian keeps the same bound (Canonne, Kamath, Steinke, NeurIPS 2020).
/// </remarks>
public sealed class MarginalBudget
{
    private readonly ICountedArchitecture _architecture;
    private readonly int _columns;

    private MarginalBudget(ICountedArchitecture architecture, int columns, double rho)
    {
        _architecture = architecture;
        _columns = columns;
        Rho = rho;
    }

    /// <summary>The whole budget, as rho of zero-concentrated differential privacy.</summary>
    public double Rho { get; }

    /// <summary>What is left after the histograms.</summary>
    public double Rest => (1 - _architecture.OfHistograms) * Rho;

    /// <summary>The standard deviation of the noise of every cell of a histogram.</summary>
    public double HistogramSigma => Math.Sqrt(_columns / (2 * _architecture.OfHistograms * Rho));

    /// <summary>The budget of a generator, or null where it makes no promise.</summary>
    /// <param name="architecture">What promises.</param>
    /// <param name="shape">The columns.</param>
    public static MarginalBudget? Of(ICountedArchitecture architecture, TableShape shape)
    {
        if (architecture.Epsilon is not { } epsilon) return null;
        double multiplier = new Calibration(new ZcdpAccountant())
            .Noise(noise => new GaussianEvent(noise), epsilon, architecture.Delta);
        return new MarginalBudget(architecture, shape.Columns.Count, 1 / (2 * multiplier * multiplier));
    }

    /// <summary>A source of noise.</summary>
    /// <param name="stream">Where it is drawn from, unless it is to be secret.</param>
    /// <param name="rho">What it may be used for.</param>
    public MarginalNoise Noise(RandomStream stream, double rho) =>
        new(_architecture.SecretNoise ? new SystemBits() : new SeededBits(stream), rho);
}
