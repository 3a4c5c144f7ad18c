namespace Tributary.Core;

/// <summary>A sum with Laplace noise: pure differential privacy with epsilon = 1 / noise multiplier.</summary>
/// <param name="NoiseMultiplier">The noise's scale (not its deviation) over the L1 sensitivity, above 0.</param>
public sealed record LaplaceEvent(double NoiseMultiplier) : DpEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) => CheckNoise(NoiseMultiplier, path);
}
