using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Homomorphic encryption under a key that nobody has: a committee of clients makes it before the updates, encrypted updates are added, and
/// enough members open the sum together after the close.
/// </summary>
/// <remarks>
/// Multiparty BFV (Mouchet, Troncoso-Pastoriza, Bossuat, Hubaux, PoPETs 2021) with shares of Shamir's for every holder's secret (Mouchet,
/// Bertrand, Hubaux, Journal of Cryptology 2023); <see cref="EncryptionSizes"/> has the sizes. An encrypted sum opens without any client
/// but the committee, and may be stored. The aggregate has the bits of <see cref="PlainSum"/>.
/// </remarks>
public sealed record Encrypt : IStage, IChecked
{
    internal const string StageName = "encrypt", KeysStep = "encrypt-keys", OpenStep = "encrypt-open";

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

    /// <summary>The most members of a committee, 2 to 10; in groups of no more, every client is one.</summary>
    public int Committee { get; init; } = 5;

    /// <summary>How many members open a sum, more than half of the committee; null for more than two thirds.</summary>
    public int? Threshold { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Minimum < 2)
            yield return Problem.OutOfRange($"{path}.minimum",
                $"'encrypt' would open sums of {Minimum}, and the sum of one client is its update. Give 2 or more; 3 is the default.");
        if (Committee is < 2 or > EncryptionSizes.MostMembers)
            yield return Problem.OutOfRange($"{path}.committee",
                $"'encrypt' has a committee of {Committee}, and every set of one member more than may be missing shares " +
                $"random numbers. Give 2 to {EncryptionSizes.MostMembers}; 5 is the default.");
        if (GroupSize < 2)
            yield return Problem.OutOfRange($"{path}.groupSize",
                $"'encrypt' has groups of {GroupSize}, and nothing hides in a group of one. " +
                "Give 2 or more, or leave it out for the whole cohort.");
        if (Threshold < 2)
            yield return Problem.OutOfRange($"{path}.threshold",
                $"'encrypt' opens with {Threshold} members, so that a single one could read every update. " +
                "Give more than half of the committee.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        var plan = EncryptPlan.Of(this, input);
        UpdateSpec decoded = input with { GroupSize = GroupSize ?? input.Cohort };
        return new(
            decoded with { Kind = PayloadKind.Masked, Coding = new EncryptCoding(plan.Sizes.Packing, plan.Lanes.Length) }, Decoding.Sum,
            context => new EncryptClient(context, plan), round => new EncryptServer(round, plan), decoded)
        {
            Before = [Step(KeysStep, context => new EncryptHolder(context, plan))],
            After = [Step(OpenStep, context => new EncryptKeeper(context, plan))],
        };

        StepPlan Step(string name, Func<ClientContext, IStepStage> client) => new(name, Members, client, Minimum)
        {
            Peers = (round, group, _) => Members(round, group),
        };

        IReadOnlyList<ClientId> Members(RoundContext round, Group group) => EncryptTerms.CommitteeOf(round, group, plan);
    }
}
