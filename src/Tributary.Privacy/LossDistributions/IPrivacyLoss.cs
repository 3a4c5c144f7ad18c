namespace Tributary.Privacy;

/// <summary>The distribution of a privacy loss: of log P(output) / Q(output) with the output drawn from P.</summary>
internal interface IPrivacyLoss
{
    /// <summary>How much of P and of Q has a loss on each side of <paramref name="loss"/>.</summary>
    Split At(double loss);

    /// <summary>
    /// Losses in ascending order, dense where the mass is, beyond which P has at most <paramref name="mass"/> on either side.
    /// </summary>
    double[] Edges(double mass, int count);
}
