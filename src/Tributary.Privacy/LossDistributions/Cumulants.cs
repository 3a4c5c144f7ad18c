namespace Tributary.Privacy;

/// <summary>The cumulant generating function of a loss at one tilt.</summary>
/// <param name="Value">The logarithm of the mean of exp(tilt x loss).</param>
/// <param name="Mean">Its derivative: the mean under the tilt.</param>
/// <param name="Variance">Its second derivative: the variance under the tilt.</param>
internal readonly record struct Cumulants(double Value, double Mean, double Variance)
{
    /// <summary>The sum for independent losses.</summary>
    public static Cumulants operator +(Cumulants a, Cumulants b) => new(a.Value + b.Value, a.Mean + b.Mean, a.Variance + b.Variance);

    /// <summary>The sum for so many independent losses.</summary>
    public static Cumulants operator *(Cumulants a, long count) => new(a.Value * count, a.Mean * count, a.Variance * count);
}
