using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Splits every update among helpers and the coordinator, so that only sums can be read: the coordinator gets the update under masks, and
/// each helper seeds of the masks.
/// </summary>
/// <remarks>
/// Additive sharing with seeds in the place of all shares but one, as in Prio (Corrigan-Gibbs, Boneh, NSDI 2017); with a threshold below
/// the number of helpers the seeds are replicated (Ito, Saito, Nishizeki, 1987). A client's update is hidden as long as fewer helpers than
/// the threshold tell the coordinator what they hold. The aggregate has the bits of <see cref="PlainSum"/>.
/// </remarks>
public sealed record Split : IStage, IChecked
{
    internal const string StageName = "split", NormsStep = "split-norms";

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => StageName;

    /// <inheritdoc/>
    [JsonIgnore]
    public PayloadKind? Takes => PayloadKind.Ring;

    /// <summary>The clients that help, 2 to 5 of every cohort; null for <see cref="Count"/> that are drawn in each round.</summary>
    public IReadOnlyList<string>? Helpers { get; init; }

    /// <summary>How many helpers are drawn where none are named, 2 to 5.</summary>
    public int Count { get; init; } = 3;

    /// <summary>How many helpers open a sum: more than half of them; null for all.</summary>
    public int? Threshold { get; init; }

    /// <summary>The fewest clients whose sum may be opened, two or more: a sum of two shows each of them the other.</summary>
    public int Minimum { get; init; } = 3;

    /// <summary>
    /// How many random projections of each update are looked at, 256 or 1024, to leave out those that are larger than 'clip' allows; null
    /// for none.
    /// </summary>
    public int? Projections { get; init; }

    internal int HelperCount => Helpers?.Count ?? Count;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Minimum < 2)
            yield return Problem.OutOfRange($"{path}.minimum",
                $"'split' would open sums of {Minimum}, and the sum of one client is its update. Give 2 or more; 3 is the default.");
        if (Projections is not (null or NormBound.Few or NormBound.Many))
            yield return Problem.OutOfRange($"{path}.projections",
                $"'split' looks at {Projections} projections, and margins are known for {NormBound.Few} and {NormBound.Many}. " +
                "Give one of these, or leave it out.");
        if (Helpers is not null && (Helpers.Count is < 2 or > 5 || Helpers.Distinct(StringComparer.Ordinal).Count() < Helpers.Count))
            yield return Problem.OutOfRange($"{path}.helpers",
                $"'split' names {Helpers.Distinct(StringComparer.Ordinal).Count()} different helpers, and one alone could read every " +
                "update with the coordinator. Name 2 to 5 different clients, or none.");
        else if (Count is < 2 or > 5)
            yield return Problem.OutOfRange($"{path}.count",
                $"'split' draws {Count} helpers, and one alone could read every update with the coordinator. " +
                "Give 2 to 5; 3 is the default.");
        else if (Threshold is { } threshold && (threshold > HelperCount || 2 * threshold <= HelperCount))
            yield return Problem.OutOfRange($"{path}.threshold",
                $"'split' opens with {threshold} of {HelperCount} helpers. " +
                (threshold > HelperCount
                    ? "So many there are not, and no sum would ever open. "
                    : "Half of them could open one set of clients and the other half another, and the difference shows single updates. ") +
                $"Give {(HelperCount / 2) + 1} to {HelperCount}, or leave it out for all.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        var sizes = SplitSizes.Of(this, input);
        UpdateSpec decoded = input with { GroupSize = input.Cohort };
        var coding = new SplitCoding(sizes.Segments, sizes.Helpers, sizes.LargestBox);
        return new(
            decoded with { Kind = PayloadKind.Masked, Coding = coding }, Decoding.Sum,
            context => new SplitClient(context, sizes), round => new SplitServer(round, sizes), decoded)
        {
            After = sizes.Norm is null
                ? [Step(StageName, context => new SplitKeeper(context, sizes))]
                :
                [
                    Step(NormsStep, context => new SplitNormKeeper(context, sizes)),
                    Step(StageName, context => new SplitKeeper(context, sizes)),
                ],
        };

        StepPlan Step(string name, Func<ClientContext, IStepStage> client) =>
            new(name, (round, group) => SplitTerms.HelpersOf(round, group, sizes), client, Minimum);
    }
}
