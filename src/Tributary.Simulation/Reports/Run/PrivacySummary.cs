using Tributary.Privacy;

namespace Tributary.Simulation;

/// <summary>What a run promises those whose data it learnt from.</summary>
public sealed record PrivacySummary
{
    /// <summary>The epsilon that the run has spent.</summary>
    public required double Epsilon { get; init; }

    /// <summary>The probability with which the promise may fail.</summary>
    public required double Delta { get; init; }

    /// <summary>The most that the job allows, or null for any.</summary>
    public double? Budget { get; init; }

    /// <summary>The noise over the norm of one contribution.</summary>
    public required double NoiseMultiplier { get; init; }

    /// <summary>The bound on the norm of one contribution.</summary>
    public required double Norm { get; init; }

    /// <summary>What is compared, in words.</summary>
    public required string Neighbours { get; init; }

    /// <summary>Against whom, in words.</summary>
    public required string Against { get; init; }

    /// <summary>How clients come to take part, in words.</summary>
    public required string Participation { get; init; }

    /// <summary>The name of who counts.</summary>
    public required string Accountant { get; init; }

    /// <summary>Where the noise comes from: in a simulation, from the seed.</summary>
    public string Noise { get; init; } = "seeded: not private";

    /// <summary>What should make a reader think again.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The promise of a run that had these rounds.</summary>
    public static PrivacySummary Of(PrivacyPlan plan, IReadOnlyList<RoundSummary> rounds) => new()
    {
        Epsilon = rounds is [.., { Epsilon: { } spent }] ? spent : 0,
        Delta = plan.Options.Delta,
        Budget = plan.Options.Epsilon,
        NoiseMultiplier = plan.Multiplier,
        Norm = plan.Release.NormBound,
        Neighbours = plan.NeighboursText,
        Against = plan.AgainstText,
        Participation = plan.Participation,
        Accountant = plan.Accountant,
        Warnings = [.. plan.Warnings],
    };
}
