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

    /// <summary>
    /// Whether <see cref="Apply"/> is given the weighted sums of answers, as whole numbers of the grid make them, instead of averages: for
    /// counts. Such a question asks for no metrics.
    /// </summary>
    public bool Sums { get; init; }

    /// <summary>Puts the averaged answer to use: changes the model and the optimizer's state in place, and keeps nothing of it.</summary>
    public required Action<ModelState, IReadOnlyDictionary<string, ReadOnlyMemory<double>>> Apply { get; init; }

    /// <summary>Fits the stages to a cohort.</summary>
    /// <param name="cohort">The number of invited clients.</param>
    /// <param name="state">What the stages left when an earlier round ended; null before any did.</param>
    /// <exception cref="CompositionException">They do not fit.</exception>
    public PlannedPipeline Plan(int cohort, IReadOnlyDictionary<string, double>? state = null)
    {
        UpdateSpec spec = UpdateSpec.For(Answer, Metrics.Count, cohort, Weighting, Aggregator.Sees);
        return Pipeline.Plan(state is null ? spec : spec with { State = state });
    }

    /// <summary>Fits the stages to the cohorts that so many clients would give.</summary>
    /// <exception cref="CompositionException">They do not fit.</exception>
    public PlannedPipeline PlanFor(int clients) =>
        Plan(Math.Max(1, Math.Min(Pacing.Invite((int)Math.Round(Selector.Expected(clients))), clients)));

    /// <summary>
    /// Whether nothing of an update's body is needed once the update has been taken: floats are folded where they lie, by rules that need
    /// no more than a running sum, and ring words are unpacked.
    /// </summary>
    /// <param name="wire">What travels.</param>
    public bool UsesUp(UpdateSpec wire) =>
        wire.Kind == PayloadKind.Ring || (wire.Kind == PayloadKind.Real && wire.GroupSize == 1 && Aggregator.Sees == Sees.Sum);

    /// <summary>Divides the aggregate and puts the averages to use; consumes <paramref name="aggregate"/>.</summary>
    /// <param name="aggregate">Of answers to this question; last its <see cref="Metrics"/> and the weight. Not to be read again.</param>
    /// <param name="model">Changed in place by <see cref="Apply"/>, which must not keep the averages.</param>
    /// <returns>The averaged metrics, by name.</returns>
    /// <exception cref="ObjectDisposedException">The aggregate has been taken before.</exception>
    public IReadOnlyDictionary<string, double> Take(Aggregate aggregate, ModelState model)
    {
        aggregate.Vector?.ThrowIfReleased();
        try
        {
            Memory<double> mean = model.Memory.Averages(aggregate.Values.Length);
            if (Sums) aggregate.SumInto(mean.Span);
            else aggregate.MeanInto(mean.Span);
            return Take(aggregate.Segments, mean, model);
        }
        finally
        {
            aggregate.Vector?.Release();
        }
    }

    private Dictionary<string, double> Take(IReadOnlyList<Segment> segments, ReadOnlyMemory<double> mean, ModelState model)
    {
        var answer = new Dictionary<string, ReadOnlyMemory<double>>(StringComparer.Ordinal);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Segment segment in segments)
        {
            ReadOnlyMemory<double> averages = mean[..segment.Length];
            mean = mean[segment.Length..];
            if (segment.Role == SegmentRole.Values) answer.Add(segment.Name, averages);
            if (segment.Role != SegmentRole.Metrics) continue;
            for (int i = 0; i < segment.Length; i++) metrics.Add(Metrics[i], averages.Span[i]);
        }
        Apply(model, answer);
        return metrics;
    }
}
