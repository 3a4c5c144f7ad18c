using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>One round: what was asked, what it cost, and what the model was worth afterwards.</summary>
public sealed record RoundSummary
{
    /// <summary>The round's number, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>The question's name: <c>train</c>.</summary>
    public required string Question { get; init; }

    /// <summary>Seconds by the wall clock that this round took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds that this round would have taken in the field, by the simulated clock; null when no speeds are simulated.</summary>
    public double? VirtualSeconds { get; init; }

    /// <summary>Bytes of the updates that were taken in this round; what a site sends too late is not simulated.</summary>
    public required long BytesUp { get; init; }

    /// <summary>Bytes of the model that every invited site received in this round.</summary>
    public required long BytesDown { get; init; }

    /// <summary>The sites' mean training loss, weighted as their updates are; null when the question trains nothing.</summary>
    public double? TrainLoss { get; init; }

    /// <summary>The new model on the pooled test data, by metric; empty in a round without evaluation.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The privacy spent since the run began, as ε at the job's δ; null for a run without differential privacy.</summary>
    public double? Epsilon { get; init; }

    /// <summary>How many clients were asked.</summary>
    public required int Invited { get; init; }

    /// <summary>How many answers are in the aggregate.</summary>
    public required int Received { get; init; }

    /// <summary>How many clients are not in it, by reason.</summary>
    public IReadOnlyDictionary<DropReason, int> Dropped { get; init; } = new Dictionary<DropReason, int>();
}
