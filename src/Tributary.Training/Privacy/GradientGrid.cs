using Tributary.Core;

namespace Tributary.Training;

/// <summary>The whole numbers on which a sum of clipped gradients gets its noise, and what one example can change there.</summary>
/// <param name="Clip">The largest norm of one example's gradient.</param>
/// <param name="Dimension">How many numbers a gradient has.</param>
/// <remarks>
/// Noise on floating-point numbers betrays what it was added to by its last bits: Mironov: On significance of the least significant bits
/// for differential privacy, CCS 2012.
/// </remarks>
internal sealed record GradientGrid(double Clip, int Dimension)
{
    private const int StepsInClip = 1 << 20;

    // What the arithmetic of norms and sums in single precision may add to one example's share, by a generous bound on its usual size.
    private const double Rounding = 1.0 / (1 << 12);

    /// <summary>The distance of two neighbours on the grid.</summary>
    public double Step => Clip / StepsInClip;

    /// <summary>The L2 sensitivity in steps: the clip, what single precision adds, and one step for each number that is rounded.</summary>
    public double Sensitivity => StepsInClip * (1 + Rounding) + Math.Sqrt(Dimension);

    /// <summary>One release of a sum, with noise of so many times the sensitivity.</summary>
    public DiscreteGaussianEvent Release(double noiseMultiplier) => new(noiseMultiplier * Sensitivity, Sensitivity, Dimension);
}
