using Tributary.Core;

namespace Tributary.Training;

/// <summary>How a client with so many examples hides each of them in a run: samples, noise, and what they reveal.</summary>
public sealed record ExampleBudget
{
    /// <summary>The probability with which an example takes part in a step.</summary>
    public required double Probability { get; init; }

    /// <summary>The expected number of examples in a step, by which sums are divided.</summary>
    public required double Lot { get; init; }

    /// <summary>Steps in each round that the client takes part in.</summary>
    public required long Steps { get; init; }

    /// <summary>The noise's standard deviation over what one example can change.</summary>
    public required double NoiseMultiplier { get; init; }

    /// <summary>One release of a sum of gradients, on its grid.</summary>
    public required DiscreteGaussianEvent Release { get; init; }

    /// <summary>Everything that so many rounds release, at least 1; neighbours are data with and without one example.</summary>
    public DpEvent EventOf(int rounds) => new PoissonSampledEvent(Probability, Release).Times(Steps * rounds);
}
