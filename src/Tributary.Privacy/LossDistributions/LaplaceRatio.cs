namespace Tributary.Privacy;

/// <summary>Laplace noise: the logarithm of the ratio lies between -1 / b and 1 / b, with mass on both ends.</summary>
/// <param name="b">The noise's scale over the sensitivity.</param>
internal sealed class LaplaceRatio(double b) : ILikelihoodRatio
{
    /// <inheritdoc/>
    public Split At(double value)
    {
        if (value < -1 / b) return Split.Below;
        if (value >= 1 / b) return Split.Below.Turned();
        double x = (b * value + 1) / 2; // the output, from 0 (without) to 1 (with)
        double above = 0.5 * Math.Exp(-x / b), below = 0.5 * Math.Exp((x - 1) / b);
        return new Split(1 - above, above, below, 1 - below);
    }
}
