namespace Tributary.Privacy;

/// <summary>
/// The privacy loss of Poisson-sampled Gaussian noise when a neighbour is replaced by another: with probability q, P is moved by one
/// sensitivity in one direction and Q by one in the other.
/// </summary>
/// <param name="sigma">The noise's standard deviation over what one neighbour contributes at most (half of what a replacement
/// changes).</param>
/// <param name="q">The sampling probability, above 0 and below 1.</param>
internal sealed class ReplacedLoss(double sigma, double q) : IPrivacyLoss
{
    /// <inheritdoc/>
    public Split At(double loss)
    {
        double x = Output(loss) / sigma, shift = 1 / sigma;
        return new Split(Head(x, shift), Head(-x, -shift), Head(x, -shift), Head(-x, shift));
    }

    /// <inheritdoc/>
    public double[] Edges(double mass, int count)
    {
        double high = Quantile.Of(x => Head(-x / sigma, -1 / sigma) <= mass), low = -Quantile.Of(x => Head(-x / sigma, 1 / sigma) <= mass);
        return [.. Enumerable.Range(0, count).Select(i => Loss(low + (high - low) * i / (count - 1)))];
    }

    /// <summary>
    /// What noise around 0, or with probability q around <paramref name="shift"/>, puts at or below x, in standard deviations.
    /// </summary>
    private double Head(double x, double shift) => (1 - q) * StandardNormal.Tail(-x) + q * StandardNormal.Tail(shift - x);

    private double Loss(double x)
    {
        return Part(x) - Part(-x);

        // log(1 - q + q exp((2 x - 1) / (2 sigma^2)))
        double Part(double at) => Logarithms.Add(Math.Log(1 - q), Math.Log(q) + (2 * at - 1) / (2 * sigma * sigma));
    }

    /// <summary>The output with this loss: the loss is a quotient of two lines in y = exp(x / sigma^2), solved for y.</summary>
    private double Output(double loss)
    {
        if (loss < 0) return -Output(-loss);
        // q c y^2 - (1 - q)(L - 1) y - L q c = 0 with L = exp(loss) and c = exp(-1 / (2 sigma^2)), divided by L^2.
        double inverse = Math.Exp(-loss), middle = (1 - q) * (1 - inverse), c = Math.Exp(-1 / (2 * sigma * sigma));
        double root = Math.Sqrt(middle * middle + 4 * q * q * c * c * inverse);
        return sigma * sigma * (loss + Math.Log((middle + root) / (2 * q)) + 1 / (2 * sigma * sigma));
    }
}
