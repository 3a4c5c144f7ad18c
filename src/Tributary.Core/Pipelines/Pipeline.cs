namespace Tributary.Core;

/// <summary>The stages an update passes through, in order. Planned before it can run.</summary>
public sealed record Pipeline(params IReadOnlyList<IStage> Stages)
{
    /// <summary>Fits every stage to the update that reaches it, and refuses what does not fit; pure.</summary>
    /// <exception cref="CompositionException">Two stages, or a stage and the aggregator, cannot work together.</exception>
    public PlannedPipeline Plan(UpdateSpec model)
    {
        var planned = new List<PlannedStage>();
        UpdateSpec spec = model;
        string? each = null;
        foreach (IStage stage in Stages)
        {
            if (stage.Reads == UpdateForm.Weighted && spec.Form == UpdateForm.Raw) Append(new Weigh());
            if (stage.Reads == UpdateForm.Raw && spec.Form == UpdateForm.Weighted)
                throw new CompositionException(ProblemCodes.RawStageTooLate,
                    $"'{stage.Name}' works on what one client did, but '{planned[^1].Name}' before it has already turned that into a share of a sum. " +
                    $"Move '{stage.Name}' before '{planned.First(p => p.Plan.Output.Form == UpdateForm.Weighted && p.Name != "weigh").Name}'.");
            StagePlan plan = Append(stage);
            if (plan.Decoding == Decoding.Each) each ??= stage.Name;
            if (plan.Decoding == Decoding.Sum && each is not null)
                throw new CompositionException(ProblemCodes.EachBeforeSum,
                    $"'{stage.Name}' can only be read as a sum, but '{each}' before it must be read one update at a time. " +
                    $"Move '{each}' after '{stage.Name}'.");
        }
        if (spec.Form == UpdateForm.Raw) Append(new Weigh());
        if (model.Sees == Sees.Contributions && spec.Contributions < 3)
            throw new CompositionException(ProblemCodes.TooFewContributions,
                $"The aggregator compares contributions, but only {spec.Contributions} will be readable. Use smaller groups, or an aggregator that sums.");
        return new PlannedPipeline(model, planned);

        StagePlan Append(IStage stage)
        {
            StagePlan plan = stage.Plan(spec);
            planned.Add(new PlannedStage(stage.Name, plan));
            spec = plan.Output;
            return plan;
        }
    }
}
