using Tributary.Core;

namespace Tributary.Cli;

/// <summary>Events and neighbours in plain words.</summary>
internal static class PrivacyWords
{
    /// <summary>Above this epsilon a promise is hardly one.</summary>
    public const double WeakEpsilon = 10;

    /// <summary>What is said of such a promise.</summary>
    public const string Weak = "EPSILON ABOVE 10 PROMISES NEXT TO NOTHING. ADD NOISE, TAKE FEWER STEPS, OR DO NOT CALL THIS PRIVATE.";

    /// <summary>What happened.</summary>
    public static string Describe(DpEvent dpEvent) => dpEvent switch
    {
        GaussianEvent gaussian => $"Gaussian noise, multiplier {gaussian.NoiseMultiplier:G6}",
        LaplaceEvent laplace => $"Laplace noise, multiplier {laplace.NoiseMultiplier:G6}",
        DiscreteGaussianEvent discrete => $"discrete Gaussian noise, sigma {discrete.Sigma:G6} for sensitivity {discrete.Sensitivity:G6}, "
            + $"dimension {discrete.Dimension}",
        SkellamEvent skellam => $"Skellam noise, variance {skellam.Variance:G6} for L2 sensitivity {skellam.L2Sensitivity:G6}, "
            + $"dimension {skellam.Dimension}",
        PoissonSampledEvent sampled => $"a Poisson sample of probability {sampled.Probability:G6}, then {Describe(sampled.Event)}",
        FixedSizeSampledEvent drawn => $"{drawn.Sample} of {drawn.Population} drawn without putting back, then {Describe(drawn.Event)}",
        TreeEvent tree => $"{(tree.Trees == 1 ? "a tree" : $"{tree.Trees} trees")} of {tree.Steps} steps, "
            + $"Gaussian noise of multiplier {tree.NoiseMultiplier:G6} in each node",
        BandedMatrixEvent banded => $"{banded.Rounds} rounds with noise of multiplier {banded.NoiseMultiplier:G6} over "
            + $"{banded.Bands} bands, sampling probability {banded.SamplingProbability:G6}: "
            + $"like {banded.EquivalentSteps} steps at {banded.EquivalentProbability:G6}",
        SelfComposedEvent { Count: 1 } once => Describe(once.Event),
        SelfComposedEvent repeated => $"{repeated.Count} times: {Describe(repeated.Event)}",
        ComposedEvent composed => string.Join("; ", composed.Events.Select(Describe)),
        NonPrivateEvent nothing => $"something without any guarantee: {nothing.Reason}",
        _ => dpEvent.ToString(),
    };

    /// <summary>What is compared.</summary>
    public static string Describe(Neighbours? neighbours, string level) => neighbours switch
    {
        Neighbours.AddOrRemoveOne => $"data with and without one {level}",
        Neighbours.ReplaceOne => $"data in which one {level} is another",
        Neighbours.ReplaceByNothing => $"data in which one {level} contributes nothing",
        _ => $"data that differs in one {level}, added, removed or replaced as the sensitivity was taken",
    };

    /// <summary>The name of what is compared, in JSON.</summary>
    public static string? Name(Neighbours? neighbours) => neighbours switch
    {
        Neighbours.AddOrRemoveOne => "add-or-remove-one",
        Neighbours.ReplaceOne => "replace-one",
        Neighbours.ReplaceByNothing => "replace-by-nothing",
        _ => null,
    };
}
