namespace Tributary.Core;

/// <summary>A pipeline that has been fitted to an update and can run.</summary>
public sealed class PlannedPipeline
{
    internal PlannedPipeline(UpdateSpec model, IReadOnlyList<PlannedStage> stages)
    {
        Model = model;
        Stages = stages;
        Wire = stages[^1].Plan.Output;
        Folded = stages.Reverse().Aggregate(Wire, (spec, stage) => stage.Plan.Decoded ?? spec);
        var folded = Folded.Segments.Select(segment => segment.Name).ToHashSet(StringComparer.Ordinal);
        Personal = [.. model.Segments.Where(segment => segment.Role == SegmentRole.Values && !folded.Contains(segment.Name))];
    }

    /// <summary>The type of the raw update.</summary>
    public UpdateSpec Model { get; }

    /// <summary>The stages with their plans, in client order.</summary>
    public IReadOnlyList<PlannedStage> Stages { get; }

    /// <summary>The type of what travels.</summary>
    public UpdateSpec Wire { get; }

    /// <summary>The type of what the aggregator folds, once everything has been decoded.</summary>
    public UpdateSpec Folded { get; }

    /// <summary>What the answer has and the aggregator never sees: it stays with each client.</summary>
    public IReadOnlyList<Segment> Personal { get; }

    /// <summary>Whether clients have to answer after the close.</summary>
    public bool HasKeepers => Stages.Any(stage => stage.Plan.Keepers is not null);

    /// <summary>Whether a stage publishes what proves the sum of a round.</summary>
    public bool HasEvidence => Stages.Any(stage => stage.Plan.Evidence is not null);

    /// <summary>The clients that answer after the close, over all groups, in order of invitation; none without keepers.</summary>
    /// <param name="round">The round.</param>
    /// <param name="isIncluded">
    /// Whose updates are in the sums: then only keepers of groups with enough of them; null for all keepers.
    /// </param>
    public IReadOnlyList<ClientId> KeepersOf(RoundContext round, Func<ClientId, bool>? isIncluded = null) =>
        [.. round.Groups.SelectMany(group => Stages.Select(stage => stage.Plan.Keepers).OfType<KeeperPlan>()
            .Where(keepers => isIncluded is null || group.Members.Count(isIncluded) >= keepers.Minimum)
            .SelectMany(keepers => keepers.Members(round, group)).Distinct())];

    /// <summary>The client halves for one client in one round.</summary>
    public ClientSession Join(ClientContext context) => new(this, context);

    /// <summary>The server halves for one round.</summary>
    /// <param name="context">The round.</param>
    /// <param name="aggregator">How contributions become one.</param>
    /// <param name="threads">How many threads may aggregate, at least one; the bits do not depend on it.</param>
    public ServerSession Open(RoundContext context, IAggregator aggregator, int threads = 1) => new(this, context, aggregator, threads);
}
