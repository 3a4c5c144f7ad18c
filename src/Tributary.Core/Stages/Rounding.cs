namespace Tributary.Core;

/// <summary>How a number between two levels is brought to one of them.</summary>
public enum Rounding
{
    /// <summary>
    /// Up with the probability of its distance from the lower level: right on average, so that errors of many clients cancel.
    /// </summary>
    Stochastic,

    /// <summary>To the nearer level, ties to even: half the error, but the same for all who hold the same number.</summary>
    Nearest,
}
