namespace Tributary.Core;

/// <summary>What one round asks of its cohort, and what is done with the answer. Every question is planned by itself.</summary>
public sealed record Question
{
    /// <summary>The name by which a site approves it: <c>train</c>, <c>column-means</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The segments of the answer.</summary>
    public required IReadOnlyList<Segment> Answer { get; init; }

    /// <summary>The names of the averages that clients report beside it.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The stages the answer passes through.</summary>
    public required Pipeline Pipeline { get; init; }

    /// <summary>How answers become one.</summary>
    public required IAggregator Aggregator { get; init; }

    /// <summary>How answers are weighed.</summary>
    public required Weighting Weighting { get; init; }

    /// <summary>Who is asked.</summary>
    public required ISelector Selector { get; init; }

    /// <summary>When the round is complete.</summary>
    public required IPacing Pacing { get; init; }

    /// <summary>Puts the averaged answer to use: changes the model and the optimizer's state in place.</summary>
    public required Action<ModelState, IReadOnlyDictionary<string, ReadOnlyMemory<double>>> Apply { get; init; }

    /// <summary>Fits the stages to a cohort.</summary>
    /// <exception cref="CompositionException">They do not fit.</exception>
    public PlannedPipeline Plan(int cohort) =>
        Pipeline.Plan(UpdateSpec.For(Answer, Metrics.Count, cohort, Weighting, Aggregator.Sees));
}
