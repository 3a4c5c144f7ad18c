using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How much noise hides one image in the summed features of all.</summary>
/// <remarks>
/// Neighbours differ by one image, added or removed, which changes the sums of its class and nothing else. One release of Gaussian noise on
/// whole numbers: rho = sensitivity^2 / (2 sigma^2) of zero-concentrated differential privacy (Canonne, Kamath, Steinke, NeurIPS 2020,
/// theorem 14), turned into epsilon and delta by the accountant.
/// </remarks>
public sealed class EmbeddingBudget
{
    private readonly DpMerf _architecture;

    private EmbeddingBudget(DpMerf architecture, double multiplier)
    {
        _architecture = architecture;
        Multiplier = multiplier;
    }

    /// <summary>The noise over the most that one image changes the sums.</summary>
    public double Multiplier { get; }

    /// <summary>The deviation of the noise on every number, in steps of the grid.</summary>
    public double Sigma => Multiplier * EmbeddingGrid.Sensitivity(_architecture.Frequencies);

    /// <summary>The epsilon that the accountant gives for this noise.</summary>
    public double Epsilon => new ZcdpAccountant().Epsilon(new GaussianEvent(Multiplier), _architecture.Delta);

    /// <summary>The budget of a generator, or null where it makes no promise.</summary>
    public static EmbeddingBudget? Of(DpMerf architecture) => architecture.Epsilon is not { } epsilon ? null
        : new EmbeddingBudget(architecture,
            new Calibration(new ZcdpAccountant()).Noise(noise => new GaussianEvent(noise), epsilon, architecture.Delta));

    /// <summary>A source of noise.</summary>
    /// <param name="stream">Where it is drawn from, unless it is to be secret.</param>
    public MarginalNoise Noise(RandomStream stream) =>
        new(_architecture.SecretNoise ? new SystemBits() : new SeededBits(stream), 1 / (2 * Multiplier * Multiplier));
}
