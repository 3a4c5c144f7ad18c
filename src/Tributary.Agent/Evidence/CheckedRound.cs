using Tributary.Core;

namespace Tributary.Agent;

/// <summary>A published round whose sum has been checked: what it takes to make its model once more.</summary>
/// <param name="Round">The round.</param>
/// <param name="Question">What it asked.</param>
/// <param name="Cohort">The invited clients.</param>
/// <param name="Expected">The expected size of the cohort, where each client was drawn by a coin of its own.</param>
/// <param name="Before">The model that it began with.</param>
/// <param name="After">The model that was published.</param>
/// <param name="State">What stages had left for it, as the coordinator says; a false one does not fit the sum.</param>
public sealed record CheckedRound(
    RoundId Round, string Question, IReadOnlyList<ClientId> Cohort, double? Expected, ModelVersion Before, ModelVersion After,
    IReadOnlyDictionary<string, double>? State)
{
    /// <summary>Makes the model from the sum, with the coordinator's own code.</summary>
    /// <param name="questions">What the job asks.</param>
    /// <param name="stage">The stage that proved the sum.</param>
    /// <param name="proof">The proven sum.</param>
    /// <param name="seed">The seed of the job.</param>
    /// <param name="state">What the run began with; changed in place.</param>
    /// <param name="model">The content of <see cref="Before"/>'s model.</param>
    /// <param name="optimizer">The content of <see cref="Before"/>'s optimizer.</param>
    /// <exception cref="EvidenceException">It is not the one that was published, or none follows from the sum.</exception>
    public async ValueTask CheckModelAsync(
        JobQuestions questions, string stage, RoundEvidence proof, ulong seed, ModelState state,
        ReadOnlyMemory<byte> model, ReadOnlyMemory<byte> optimizer)
    {
        if (BlobId.Of(model.Span) != Before.Model || BlobId.Of(optimizer.Span) != Before.Optimizer)
            throw new EvidenceException("The model or the optimizer before the round is not the one that the ledger names.");
        Question question = questions.Find(Question)
            ?? throw new EvidenceException($"The round asked '{Question}', which the job does not.");
        RoundReplay.Restore(state, model, optimizer);
        var context = new RoundContext(Round, [new Group(0, Cohort)], RoundContext.SeedOf(seed, Round.Number)) { Expected = Expected };
        if (State is { } left) context = context with { State = left };
        ModelVersion made = await RoundReplay.TakeAsync(question, context, question.Plan(Cohort.Count, State), stage, proof, state);
        if (made.Model != After.Model || made.Optimizer != After.Optimizer)
            throw new EvidenceException("The sum is proven, and the published model is not the one that follows from it.");
    }
}
