using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>Everything a finished run has to tell: what was asked, what happened round by round, and what came of it.</summary>
/// <remarks><c>summary.json</c> is this record as JSON; <c>report.html</c> is this record as a page.</remarks>
public sealed record RunReport
{
    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>What the job is meant to show, in the words of its author.</summary>
    public string? Description { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>The job file as it was run, verbatim.</summary>
    public required string JobText { get; init; }

    /// <summary>The seed of everything drawn in the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What was trained.</summary>
    public required ModelSummary Model { get; init; }

    /// <summary>How the sites' answers became one model, in words.</summary>
    public required string Strategy { get; init; }

    /// <summary>The stages each update passed through, in order, each in words; empty when updates travel as they are.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>What the run promises those whose data it learnt from; null where it promises nothing.</summary>
    public PrivacySummary? Privacy { get; init; }

    /// <summary>The measure by which models are compared.</summary>
    public required MetricDescription Metric { get; init; }

    /// <summary>The rounds, in order.</summary>
    public required IReadOnlyList<RoundSummary> Rounds { get; init; }

    /// <summary>The sites, in order.</summary>
    public required IReadOnlyList<SiteSummary> Sites { get; init; }

    /// <summary>The ways of training that are set side by side; empty when none was asked for.</summary>
    public IReadOnlyList<ComparisonRow> Comparison { get; init; } = [];

    /// <summary>What the trained model generates; empty for a model that predicts.</summary>
    public IReadOnlyList<SampleSet> Samples { get; init; } = [];

    /// <summary>The generator with which sites filled up scarce classes; null where they did not.</summary>
    public BalanceSummary? Balance { get; init; }

    /// <summary>What the whole run cost.</summary>
    public required RunTotals Totals { get; init; }

    /// <summary>The computer it ran on.</summary>
    public required MachineSummary Machine { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why it ended so, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What is promised about single examples; null without <c>local.privacy</c>.</summary>
    public ExampleGuarantee? Examples { get; init; }
}
