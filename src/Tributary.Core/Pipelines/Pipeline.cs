namespace Tributary.Core;

/// <summary>The stages an update passes through, in order. Planned before it can run.</summary>
public sealed record Pipeline(params IReadOnlyList<IStage> Stages)
{
    /// <summary>Fits every stage to the update that reaches it, and refuses what does not fit; pure.</summary>
    /// <exception cref="CompositionException">
    /// A stage's options are impossible, or two stages, or a stage and the aggregator, cannot work together.
    /// </exception>
    public PlannedPipeline Plan(UpdateSpec model)
    {
        var planned = new List<PlannedStage>();
        UpdateSpec spec = model;
        IStage? each = null;
        CompositionException? wrongKind = null; // told last: where the order is wrong too, mending that is the better advice
        foreach (IStage stage in Stages)
        {
            if (stage is IChecked options && options.Check(stage.Name).FirstOrDefault() is { } problem)
                throw new CompositionException(problem.Code, problem.Message);
            if (stage.Reads == UpdateForm.Weighted && spec.Form == UpdateForm.Raw) Append(new Weigh());
            if (stage.Reads == UpdateForm.Raw && spec.Form == UpdateForm.Weighted) throw RawStageTooLate(stage, planned);
            if (stage.Takes is { } kind && kind != spec.Kind) wrongKind ??= WrongKind(stage, kind, spec.Kind, planned);
            StagePlan plan = Append(stage);
            if (plan.Decoding == Decoding.Each) each ??= stage;
            if (plan.Decoding == Decoding.Sum && each is not null) throw EachBeforeSum(stage, each);
        }
        if (wrongKind is not null) throw wrongKind;
        CheckEvidence(planned);
        if (spec.Form == UpdateForm.Raw) Append(new Weigh());
        if (model.Sees == Sees.Contributions && spec.Contributions < 3)
            throw new CompositionException(ProblemCodes.TooFewContributions,
                $"The aggregator compares contributions, but only {spec.Contributions} will be readable. " +
                "Use smaller groups, or an aggregator that sums.");
        if (model.Sees == Sees.Each && planned.Find(stage => stage.Plan.Decoding == Decoding.Sum) is { } sum)
            throw new CompositionException(ProblemCodes.ProductUnderSum,
                $"The strategy multiplies numbers of each client with one another, and after '{sum.Name}' only sums can be read: the " +
                $"product of sums is not the sum of products. Leave '{sum.Name}' out, or train one factor only ('factors' of the " +
                "adapter), which 'fed-avg' averages exactly under a sum too.");
        return new PlannedPipeline(model, planned);

        StagePlan Append(IStage stage)
        {
            StagePlan plan = stage.Plan(spec);
            planned.Add(new PlannedStage(stage.Name, plan));
            spec = plan.Output;
            return plan;
        }
    }

    /// <summary>What is published of a sum must be what the model is made of, and may tell no more than the model does.</summary>
    private static void CheckEvidence(List<PlannedStage> planned)
    {
        int at = planned.FindIndex(stage => stage.Plan.Evidence is not null);
        if (at < 0) return;
        string publisher = planned[at].Name;
        for (int i = 0; i < planned.Count; i++)
            if (planned[i].Plan.Release is { } release && (release.Observer == Observer.Public || i > at))
                throw new CompositionException(ProblemCodes.NoiseBesideEvidence, release.Observer == Observer.Public
                    ? $"'{publisher}' publishes the sum of the updates, and the noise of '{planned[i].Name}' is added after it: the sum " +
                        "would show what the noise hides. Let clients add the noise ('at' distributed, or client)."
                    : $"'{planned[i].Name}' adds to numbers that '{publisher}' before it has committed to, so that no commitment would " +
                        $"hold. Move '{planned[i].Name}' before '{publisher}'.");
    }

    private static CompositionException RawStageTooLate(IStage stage, List<PlannedStage> planned) => new(ProblemCodes.RawStageTooLate,
        $"'{stage.Name}' works on what one client did, but '{planned[^1].Name}' before it has already turned that into a share of a sum. " +
        $"Move '{stage.Name}' before '{planned.First(p => p.Plan.Output.Form == UpdateForm.Weighted && p.Name != "weigh").Name}'.");

    private static CompositionException EachBeforeSum(IStage sum, IStage each) => new(ProblemCodes.EachBeforeSum,
        $"'{sum.Name}' can only be read as a sum, but '{each.Name}' before it must be read one update at a time. " +
        (each.Takes is null
            ? $"Move '{each.Name}' after '{sum.Name}'."
            : $"Put a stage in its place that can be added, such as 'rand-k' or 'quantize' with a common scale."));

    private static CompositionException WrongKind(IStage stage, PayloadKind takes, PayloadKind given, List<PlannedStage> planned)
    {
        string works = $"'{stage.Name}' works {(takes == PayloadKind.Ring ? "in the ring" : "on floats")}";
        if (given == PayloadKind.Real) return Refusal($"{works}. Put 'quantize' before it.");
        string coder = planned.First(p => p.Plan.Output.Kind == given).Name;
        if (coder == stage.Name) return Refusal($"{works}, and works once. Remove the second '{stage.Name}'.");
        return Refusal(given == PayloadKind.Ring
            ? $"{works}, but '{coder}' before it has brought the update into the ring. Move '{stage.Name}' before '{coder}'."
            : $"{works}, but '{coder}' before it has made bytes of the update that only '{coder}' can read. " +
                $"Move '{coder}' after '{stage.Name}'.");

        static CompositionException Refusal(string message) => new(ProblemCodes.WrongPayloadKind, message);
    }
}
