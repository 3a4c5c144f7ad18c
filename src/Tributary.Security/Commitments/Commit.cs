using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Commits every client to its update, so that whoever adds them can prove the sum: each client checks the published one, and so can
/// anybody later.
/// </summary>
/// <remarks>
/// Goes last before the sum. A client leaves a <see cref="RingCommitment"/> to its words beside the update, for all to see, and sends the
/// randomness with the words, through the same mask if there is one. The coordinator publishes the commitments, and the sums of words and
/// of randomness over all updates of the round: a <see cref="CommittedSum"/>. The aggregate has the same bits as without the stage.
/// </remarks>
public sealed record Commit : IStage
{
    internal const string StageName = "commit";

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => StageName;

    /// <inheritdoc/>
    [JsonIgnore]
    public PayloadKind? Takes => PayloadKind.Ring;

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        if (input.Note?.All.Any(note => note.Stage == Name) == true)
            throw new CompositionException(ProblemCodes.CannotCommit,
                "'commit' works once: a second commitment to the same numbers proves nothing more. Remove the second 'commit'.");
        if (input.Sees != Sees.Sum)
            throw new CompositionException(ProblemCodes.NothingToProve,
                "'commit' proves the sum of all updates, and the aggregator makes something else of them, which does not follow from it. " +
                "Use 'mean', or leave 'commit' out.");
        var layout = CommittedLayout.Of(input.Segments, input.Cohort);
        UpdateSpec output = input with
        {
            Segments = layout.Segments,
            Note = new NoteSpec(Name, RingCommitment.ByteLength, input.Note),
        };
        return new(
            output, Decoding.Any, _ => new CommitClient(layout), round => new CommitServer(round, input, layout), Decoded: input)
        {
            Evidence = document => CommittedSum.Read(document).Check(input),
        };
    }
}
