using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Adds the updates of a group before anything is decoded, with no secrecy at all: a rehearsal of what masks do.</summary>
/// <remarks>
/// Whoever runs the coordinator can read every single update; only by convention it does not. Useful to see what grouping does to a robust
/// aggregator and to rounds with drop-outs before the cost of a secure sum is paid.
/// </remarks>
public sealed record PlainSum : IStage, IChecked
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "plain-sum";

    /// <inheritdoc/>
    [JsonIgnore]
    public PayloadKind? Takes => PayloadKind.Ring;

    /// <summary>How many clients' updates are added, two or more; null for the whole cohort.</summary>
    public int? GroupSize { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (GroupSize < 2)
            yield return Problem.OutOfRange($"{path}.groupSize",
                $"'plain-sum' has groups of {GroupSize}, and a sum needs two clients. " +
                "Give 2 or more, or leave it out for the whole cohort.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input) => GroupSize > input.Cohort
        ? throw new CompositionException(ProblemCodes.StageDoesNotFit,
            $"'plain-sum' adds groups of {GroupSize}, but a round has at most {input.Cohort} clients. " +
            "Use smaller groups or a larger cohort.")
        : new(input with { GroupSize = GroupSize ?? input.Cohort }, Decoding.Sum, _ => Unchanged.Instance, _ => Unchanged.Instance);
}
