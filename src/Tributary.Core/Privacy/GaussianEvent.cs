namespace Tributary.Core;

/// <summary>A sum with Gaussian noise.</summary>
/// <param name="NoiseMultiplier">The noise's standard deviation over the L2 sensitivity, above 0.</param>
public sealed record GaussianEvent(double NoiseMultiplier) : DpEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) => CheckNoise(NoiseMultiplier, path);
}
