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
        Before = StepsOf(plan => plan.Before);
        After = StepsOf(plan => plan.After);
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

    /// <summary>The steps before the update, in order.</summary>
    public IReadOnlyList<PlannedStep> Before { get; }

    /// <summary>The steps after the close, in order.</summary>
    public IReadOnlyList<PlannedStep> After { get; }

    /// <summary>Whether clients are asked anything beside their update.</summary>
    public bool HasSteps => Before.Count + After.Count > 0;

    /// <summary>Whether clients have to answer after the close.</summary>
    public bool HasKeepers => After.Count > 0;

    /// <summary>The step of a name, before the update or after the close; null where there is none.</summary>
    /// <param name="name">The name, or null for the first one after the close.</param>
    /// <param name="closed">Whether the round has closed.</param>
    public PlannedStep? Find(string? name, bool closed) =>
        (closed ? After : Before).FirstOrDefault(step => step.Plan.Name == name || (closed && name is null));

    /// <summary>The clients that a step asks, over all groups, in order of invitation.</summary>
    /// <param name="step">The step.</param>
    /// <param name="round">The round.</param>
    /// <param name="isIn">
    /// Who is still in the round, or in the sum: then only members of groups with enough of them; null for all members.
    /// </param>
    public static IReadOnlyList<ClientId> MembersOf(PlannedStep step, RoundContext round, Func<ClientId, bool>? isIn = null) =>
        [.. round.Groups.Where(group => isIn is null || group.Members.Count(isIn) >= step.Plan.Minimum)
            .SelectMany(group => step.Plan.Members(round, group))
            .Where(member => isIn is null || !step.Plan.OfIncluded || isIn(member))];

    /// <summary>The clients that are asked first after the close, over all groups, in order of invitation; none without keepers.</summary>
    public IReadOnlyList<ClientId> KeepersOf(RoundContext round, Func<ClientId, bool>? isIncluded = null) =>
        After is [] ? [] : MembersOf(After[0], round, isIncluded);

    /// <summary>The client halves for one client in one round.</summary>
    public ClientSession Join(ClientContext context) => new(this, context);

    /// <summary>The server halves for one round.</summary>
    /// <param name="context">The round.</param>
    /// <param name="aggregator">How contributions become one.</param>
    /// <param name="threads">How many threads may aggregate, at least one; the bits do not depend on it.</param>
    public ServerSession Open(RoundContext context, IAggregator aggregator, int threads = 1) => new(this, context, aggregator, threads);

    private PlannedStep[] StepsOf(Func<StagePlan, IReadOnlyList<StepPlan>> steps) =>
        [.. Stages.SelectMany((stage, number) => steps(stage.Plan).Select(step => new PlannedStep(number, step)))];
}
