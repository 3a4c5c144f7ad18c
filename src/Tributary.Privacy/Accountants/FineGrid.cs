using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>Discrete Gaussian noise on so fine a grid that rounding is all that tells it from continuous noise.</summary>
/// <remarks>
/// Rounding a continuous Gaussian of variance s^2 - 1/12 about a whole number gives each whole number k the discrete Gaussian's probability
/// but for a factor 1 + O((1 + (k/s)^4) / s^4): the terms in 1 / s^2 cancel (Sheppard's correction). From s = 2^13 on, d such numbers in t
/// steps differ from it with a probability of at most about sqrt(d t) 2^-55, and from 2^20 on of sqrt(d t) 2^-83 (Pinsker), which is below
/// every delta of use; and rounding what a mechanism released reveals nothing more.
/// </remarks>
internal static class FineGrid
{
    private const double Finest = 1 << 13;

    /// <summary>Whether the noise counts as continuous.</summary>
    public static bool Holds(DiscreteGaussianEvent noise) => noise is { Dimension: > 1, Sigma: >= Finest };

    /// <summary>The continuous mechanism of which this is the rounding.</summary>
    public static GaussianEvent Continuous(DiscreteGaussianEvent noise) =>
        new(Math.Sqrt(noise.Sigma * noise.Sigma - 1.0 / 12) / noise.Sensitivity);
}
