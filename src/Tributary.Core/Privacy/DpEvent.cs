using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>
/// What a mechanism did to whoever is in the data, as a value: an accountant turns it into epsilon and delta. Noise multipliers are the
/// noise's standard deviation (Laplace: scale) over the sensitivity, which is the most that one neighbour changes the released sum.
/// </summary>
/// <remarks>
/// Whose data "one neighbour" is, a record's or a client's, is decided by what was bounded, not by the event. A release that depends on
/// another is composed with it; sampled events draw anew each time.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Part.Discriminator)]
[JsonDerivedType(typeof(GaussianEvent), "gaussian")]
[JsonDerivedType(typeof(LaplaceEvent), "laplace")]
[JsonDerivedType(typeof(DiscreteGaussianEvent), "discrete-gaussian")]
[JsonDerivedType(typeof(SkellamEvent), "skellam")]
[JsonDerivedType(typeof(PoissonSampledEvent), "poisson-sampled")]
[JsonDerivedType(typeof(FixedSizeSampledEvent), "fixed-size-sampled")]
[JsonDerivedType(typeof(TreeEvent), "tree")]
[JsonDerivedType(typeof(BandedMatrixEvent), "banded-matrix")]
[JsonDerivedType(typeof(ComposedEvent), "composed")]
[JsonDerivedType(typeof(SelfComposedEvent), "self-composed")]
[JsonDerivedType(typeof(NonPrivateEvent), "non-private")]
public abstract record DpEvent : IChecked
{
    /// <inheritdoc/>
    public abstract IEnumerable<Problem> Check(string path);

    /// <summary>This event so many times, each with fresh noise and fresh samples.</summary>
    public SelfComposedEvent Times(long count) => new(this, count);

    /// <summary>A problem unless the noise multiplier is a positive number.</summary>
    private protected static IEnumerable<Problem> CheckNoise(double multiplier, string path) =>
        double.IsFinite(multiplier) && multiplier > 0 ? [] : [Problem.Privacy($"{path}.noiseMultiplier",
            $"The noise multiplier is {multiplier}. Without noise nothing is private, and no epsilon can be given. "
            + "Give a number above 0.")];

    /// <summary>A problem unless a count is at least one.</summary>
    private protected static IEnumerable<Problem> CheckCount(long value, string name, string path) =>
        value >= 1 ? [] : [Problem.Privacy($"{path}.{name}",
            $"'{name}' is {value}. What never happens costs no privacy and needs no account. Give a whole number of 1 or above.")];

    /// <summary>A problem unless a probability lies in (0, 1].</summary>
    private protected static IEnumerable<Problem> CheckProbability(double value, string path) =>
        value is > 0 and <= 1 ? [] : [Problem.Privacy($"{path}.probability",
            $"The sampling probability is {value}. It is the chance with which one neighbour takes part. Give a number above 0, up to 1.")];
}
