namespace Tributary.Privacy;

/// <summary>
/// Gaussian noise: the logarithm of the ratio is Gaussian itself, around -1 / (2 sigma^2) without and +1 / (2 sigma^2) with.
/// </summary>
/// <param name="sigma">The noise multiplier.</param>
internal sealed class GaussianRatio(double sigma) : ILikelihoodRatio
{
    /// <inheritdoc/>
    public Split At(double value)
    {
        (double headWithout, double tailWithout) = StandardNormal.Sides(sigma * value + 0.5 / sigma);
        (double headWith, double tailWith) = StandardNormal.Sides(sigma * value - 0.5 / sigma);
        return new Split(headWithout, tailWithout, headWith, tailWith);
    }
}
