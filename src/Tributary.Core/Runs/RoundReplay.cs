namespace Tributary.Core;

/// <summary>
/// Makes the model of a round once more, from a sum that has been proven: the coordinator's own code, at whoever checks it.
/// </summary>
public static class RoundReplay
{
    /// <summary>Undoes the stages before the one that published the sum, folds, and puts the answer to use.</summary>
    /// <param name="question">What the round asked.</param>
    /// <param name="round">The round.</param>
    /// <param name="pipeline">The stages, planned as for the round.</param>
    /// <param name="stage">The stage whose evidence it is.</param>
    /// <param name="evidence">The proven sum; consumed.</param>
    /// <param name="model">The model and optimizer before the round; changed in place to those after it.</param>
    /// <returns>The address that the model has after the round.</returns>
    /// <exception cref="EvidenceException">The sum is not one of this round's updates, or nothing can be made of it.</exception>
    public static async ValueTask<ModelVersion> TakeAsync(
        Question question, RoundContext round, PlannedPipeline pipeline, string stage, RoundEvidence evidence, ModelState model)
    {
        ClientId[] from = [.. evidence.Notes.Keys];
        int at = pipeline.Stages.ToList().FindIndex(planned => planned.Name == stage);
        UpdateSpec expected = pipeline.Stages[at].Plan.Decoded ?? pipeline.Stages[at].Plan.Output;
        if (!evidence.Sum.Segments.Select(Form).SequenceEqual(expected.Segments.Select(Form)))
            throw new EvidenceException($"The sum that was published for round {evidence.Round} is not one of what the round asked for.");
        IServerStage[] stages = [.. pipeline.Stages.Select(planned => planned.Plan.Server(round))];
        try
        {
            Payload payload = new RingPayload(expected.Segments, evidence.Sum.Words);
            for (int i = at - 1; i >= 0; i--) payload = await stages[i].DecodeAsync(payload, from, default);
            IAggregation aggregation = question.Aggregator.Begin(pipeline.Folded);
            aggregation.Add((NumericPayload)payload);
            Aggregate aggregate = aggregation.Finish();
            for (int i = stages.Length - 1; i >= 0; i--)
                if (i != at) aggregate = await stages[i].FinishAsync(aggregate, default);
            if (aggregate.Weight <= 0) throw new EvidenceException($"The sum of round {evidence.Round} weighs nothing.");
            question.Take(aggregate, model);
        }
        catch (MalformedUpdateException e)
        {
            throw new EvidenceException($"Nothing can be made of the sum of round {evidence.Round}: {e.Message}", e);
        }
        return new ModelVersion(0, BlobId.Of(ModelCodec.Write(model.Model).Span), BlobId.Of(ModelCodec.Write(model.Optimizer).Span));
    }

    private static (string, int, SegmentRole, int, long) Form(Segment segment) =>
        (segment.Name, segment.Length, segment.Role, segment.RingBits, segment.Step);

    /// <summary>Reads a published model into what a run began with, so that a round can be made from it.</summary>
    /// <param name="state">What the run began with; changed in place.</param>
    /// <param name="model">The published parameters.</param>
    /// <param name="optimizer">The server optimizer's published state.</param>
    /// <exception cref="EvidenceException">One of them is not of this run.</exception>
    public static void Restore(ModelState state, ReadOnlyMemory<byte> model, ReadOnlyMemory<byte> optimizer)
    {
        try
        {
            ModelCodec.Read(model, state.Model.Layout).CopyTo(state.Model.Values);
            ModelCodec.Read(optimizer, state.Optimizer);
        }
        catch (Exception e) when (e is Tensors.SafetensorsException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new EvidenceException($"The model before the round cannot be read: {e.Message}", e);
        }
    }
}
