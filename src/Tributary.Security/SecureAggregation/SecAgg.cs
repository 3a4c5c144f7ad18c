using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Secure aggregation: masks every update so that only the sum of a group can be read, opened by a committee of clients after the close.
/// </summary>
/// <remarks>
/// One message a client, as in Willow (Bell et al., eprint 2024/936) and OPA (Karthikeyan, Polychroniadou, Crypto 2025): the update under
/// a <see cref="KeyHomomorphicMask"/>, and the key of the mask in Shamir's shares, each in a box that one member of the committee opens. A
/// member adds the shares of the clients in the sum and answers once a round. The aggregate has the bits of <see cref="PlainSum"/>.
/// </remarks>
public sealed record SecAgg : IStage, IChecked
{
    internal const string StageName = "secagg";

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => StageName;

    /// <inheritdoc/>
    [JsonIgnore]
    public PayloadKind? Takes => PayloadKind.Ring;

    /// <summary>How many clients' updates become readable together; null for the whole cohort.</summary>
    public int? GroupSize { get; init; }

    /// <summary>The fewest clients whose sum may be opened, two or more: a sum of two shows each of them the other.</summary>
    public int Minimum { get; init; } = 3;

    /// <summary>The most members of a committee, 2 to 64; in groups of no more, every client is one.</summary>
    public int Committee { get; init; } = 10;

    /// <summary>How many members open a sum, more than half of the committee; null for more than two thirds.</summary>
    public int? Threshold { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Minimum < 2)
            yield return Problem.OutOfRange($"{path}.minimum",
                $"'secagg' would open sums of {Minimum}, and the sum of one client is its update. Give 2 or more; 3 is the default.");
        if (Committee is < 2 or > 64)
            yield return Problem.OutOfRange($"{path}.committee",
                $"'secagg' has a committee of {Committee}, and every client seals a share to each member. " +
                "Give 2 to 64; 10 is the default.");
        if (GroupSize < 2)
            yield return Problem.OutOfRange($"{path}.groupSize",
                $"'secagg' has groups of {GroupSize}, and nothing hides in a group of one. " +
                "Give 2 or more, or leave it out for the whole cohort.");
        if (Threshold < 2)
            yield return Problem.OutOfRange($"{path}.threshold",
                $"'secagg' opens with {Threshold} members, so that a single one could read every update. " +
                "Give more than half of the committee.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        var sizes = SecAggSizes.Of(this, input);
        UpdateSpec decoded = input with { GroupSize = GroupSize ?? input.Cohort };
        var coding = new MaskedCoding(sizes.Lanes.Packing, sizes.Lanes.Length, sizes.LargestCommittee);
        return new(
            decoded with { Kind = PayloadKind.Masked, Coding = coding }, Decoding.Sum,
            context => new SecAggClient(context, sizes), round => new SecAggServer(round, sizes), decoded)
        {
            After =
            [
                new StepPlan(
                    StageName, (round, group) => SecAggTerms.CommitteeOf(round, group, sizes), context => new SecAggKeeper(context, sizes),
                    Minimum),
            ],
        };
    }
}
