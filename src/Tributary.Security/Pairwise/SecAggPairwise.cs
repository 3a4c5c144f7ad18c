using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Secure aggregation by pairwise masks: every two neighbours agree on a mask that one adds and the other subtracts, and each adds one of
/// its own; what is left of the masks in a sum is opened by shares that the neighbours hold.
/// </summary>
/// <remarks>
/// The protocol of Bonawitz et al. (CCS 2017, figure 4, with the consistency round against an active coordinator), and with
/// <see cref="Neighbours"/> fewer than all others on the graph of Bell et al. (SecAgg+, CCS 2020). Two steps before the update, two after
/// the close. Masks are AES-256 in counter mode. The aggregate has the bits of <see cref="PlainSum"/>.
/// </remarks>
public sealed record SecAggPairwise : IStage, IChecked
{
    internal const string StageName = "secagg-pairwise";

    /// <summary>In groups of no more clients than this plus one, everybody is everybody's neighbour by default; else so many are.</summary>
    public const int DefaultNeighbours = 100;

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

    /// <summary>
    /// With how many others a client shares masks, an even number; in groups with no more others, with all. Null for
    /// <see cref="DefaultNeighbours"/>.
    /// </summary>
    public int? Neighbours { get; init; }

    /// <summary>
    /// How many of a client and its neighbours rebuild one of its secrets, more than half of them; null for more than two thirds.
    /// </summary>
    public int? Threshold { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Minimum < 2)
            yield return Problem.OutOfRange($"{path}.minimum",
                $"'{Name}' would open sums of {Minimum}, and the sum of one client is its update. Give 2 or more; 3 is the default.");
        if (GroupSize < 2)
            yield return Problem.OutOfRange($"{path}.groupSize",
                $"'{Name}' has groups of {GroupSize}, and nothing hides in a group of one. " +
                "Give 2 or more, or leave it out for the whole cohort.");
        if (Neighbours is { } neighbours && (neighbours < 2 || neighbours % 2 != 0))
            yield return Problem.OutOfRange($"{path}.neighbours",
                $"'{Name}' gives a client {neighbours} neighbours, and they stand on both sides of it in a ring. " +
                "Give an even number of 2 or more, or leave it out.");
        if (Threshold < 2)
            yield return Problem.OutOfRange($"{path}.threshold",
                $"'{Name}' rebuilds secrets from {Threshold} shares, so that a single client could open another's update. " +
                "Give more than half of a client and its neighbours.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        var sizes = PairwiseSizes.Of(this, input);
        UpdateSpec decoded = input with { GroupSize = GroupSize ?? input.Cohort };
        return new(
            decoded with { Kind = PayloadKind.Masked, Coding = new PairwiseCoding(input.Segments) }, Decoding.Sum,
            context => new PairwiseClient(context, sizes), round => new PairwiseServer(round, sizes), decoded)
        {
            Before =
            [
                Step(PairwiseTerms.KeysBox, context => new AdvertiseKeys(context, sizes), sizes.Fewest),
                Step(PairwiseTerms.SharesBox, context => new ShareSecrets(context, sizes), sizes.Fewest),
            ],
            After =
            [
                Step(PairwiseTerms.AgreeBox, context => new AgreeOnIncluded(context, sizes), Minimum),
                Step(PairwiseTerms.UnmaskBox, context => new TellShares(context, sizes), Minimum),
            ],
        };

        StepPlan Step(string name, Func<ClientContext, IStepStage> client, int fewest) =>
            new(name, (_, group) => group.Members, client, fewest)
            {
                OfIncluded = true,
                Peers = (round, group, of) => PairwiseGraph.Of(round, group, sizes).NeighboursOf(of),
            };
    }
}
