namespace Tributary.Tensors;

/// <summary>Falls from one to a floor along half a cosine wave, then stays there.</summary>
/// <remarks>Loshchilov, Hutter: SGDR: stochastic gradient descent with warm restarts. ICLR 2017, equation 5, without restarts.</remarks>
public sealed record CosineDecay : Schedule
{
    /// <summary>The number of falling steps; at least 1.</summary>
    public required long Steps { get; init => field = Hyperparameter.AtLeastOne(value); }

    /// <summary>The last factor, from 0 to 1.</summary>
    public double Floor { get; init => field = Hyperparameter.AtMostOne(value); }

    private protected override double FactorAt(long step) =>
        step >= Steps ? Floor : Floor + (1 - Floor) * 0.5 * (1 + Elementary.Cos(Math.PI * step / Steps));
}
