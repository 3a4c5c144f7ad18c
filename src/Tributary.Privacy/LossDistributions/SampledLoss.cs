namespace Tributary.Privacy;

/// <summary>
/// The distribution of the privacy loss of a sampled mechanism: of log P(output) / Q(output) with the output drawn from P, where with
/// probability q one of P and Q has the neighbour.
/// </summary>
/// <remarks>
/// Removing: P = (1 - q) M0 + q M1 and Q = M0, adding: the reverse, where M0 and M1 are the mechanism without and with the
/// neighbour (Zhu, Dong, Wang: Optimal accounting of differential privacy via characteristic function, AISTATS 2022, theorem 11).
/// Replacing one in samples of a fixed size: the curve of delta is the one of removing above zero and the one of adding below (the same
/// theorem, by Balle, Barthe, Gaboardi, NeurIPS 2018, theorem 2); what is in neither has loss zero.
/// </remarks>
/// <param name="ratio">The mechanism.</param>
/// <param name="q">The sampling probability, above 0, up to 1.</param>
/// <param name="direction">Which neighbours are compared.</param>
internal sealed class SampledLoss(ILikelihoodRatio ratio, double q, Direction direction) : IPrivacyLoss
{
    /// <inheritdoc/>
    public Split At(double loss) => direction switch
    {
        Direction.Removing => Of(loss).Mixed(q, 0),
        Direction.Adding => Of(-loss).Mixed(0, q).Turned(),
        _ => loss >= 0 ? FromTails(Of(loss).Mixed(q, 0)) : FromTails(Of(-loss).Mixed(0, q)).Turned(),
    };

    /// <inheritdoc/>
    public double[] Edges(double mass, int count)
    {
        double share = direction == Direction.Adding ? 0 : q;
        double high = Quantile.Of(value => ratio.At(value).Mixed(share, 0).TailP <= mass);
        double low = direction == Direction.Replacing ? 0 : -Quantile.Of(value => ratio.At(-value).Mixed(share, 0).HeadP <= mass);
        double[] losses = [.. Enumerable.Range(0, count).Select(i => Loss(low + (high - low) * i / (count - 1)))];
        return direction switch
        {
            Direction.Removing => losses,
            Direction.Adding => [.. losses.Reverse().Select(loss => -loss)],
            _ => [.. losses.Skip(1).Reverse().Select(loss => -loss), .. losses],
        };
    }

    /// <summary>The loss of removing at a logarithm of the ratio.</summary>
    private double Loss(double value) => value > 40
        ? value + Math.Log(q) + Logarithms.OnePlus((1 - q) / q * Math.Exp(-value))
        : Logarithms.OnePlus(q * Logarithms.ExponentialMinusOne(value));

    /// <summary>Both sides of a loss of removing; none is below log(1 - q).</summary>
    private Split Of(double loss)
    {
        if (loss > 40) return ratio.At(loss - Math.Log(q) + Logarithms.OnePlus(-(1 - q) * Math.Exp(-loss)));
        double excess = Logarithms.ExponentialMinusOne(loss) / q;
        return excess <= -1 ? Split.Below : ratio.At(q == 1 ? loss : Logarithms.OnePlus(excess));
    }

    private static Split FromTails(Split split) => split with { HeadP = 1 - split.TailP, HeadQ = 1 - split.TailQ };
}
