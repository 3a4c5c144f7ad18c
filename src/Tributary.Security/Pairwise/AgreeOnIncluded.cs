using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Step 3, the consistency round: a client checks the included set and signs it, one set a round ever; nobody tells a share before enough
/// of its neighbours have signed the same.
/// </summary>
internal sealed class AgreeOnIncluded(ClientContext context, PairwiseSizes sizes) : IStepStage
{
    private const string Purpose = "tributary pairwise included 1";

    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        var party = new PairwiseParty(context, sizes);
        byte[] digest = await AcceptAsync(party, context, question, cancellation);
        using BoxKey own = await RunKey.OfAsync(context.Safe, cancellation);
        await party.PostAsync(
            PairwiseTerms.AgreeBox, RunSignature.Sign(own, party.Terms.ToSign(Purpose, context.Client, digest)), cancellation);
    }

    /// <summary>Whether a client signed the digest of an included set.</summary>
    public static bool IsSigned(PairwiseTerms terms, ClientId by, ReadOnlyMemory<byte>? key, byte[] digest, ReadOnlySpan<byte> signature) =>
        key is { } known && RunSignature.IsOf(known.Span, terms.ToSign(Purpose, by, digest), signature);

    /// <summary>Takes an included set for the only one of the round.</summary>
    /// <returns>Its digest.</returns>
    /// <exception cref="KeeperException">It must not be opened, or is another than before.</exception>
    public static async ValueTask<byte[]> AcceptAsync(
        PairwiseParty party, ClientContext context, StepQuestion question, CancellationToken cancellation)
    {
        IReadOnlyList<ClientId> included = question.Included ?? [];
        Refuse(context, Objection(party, context, included, [.. (await party.ReadBoxesAsync(cancellation)).Keys]));
        byte[] digest = party.Terms.DigestOf(included);
        if (!await party.IsFirstAsync("included", digest, cancellation))
            Refuse(context, "it was asked for other clients before, and two openings would show the difference");
        return digest;
    }

    private static string? Objection(PairwiseParty party, ClientContext context, IReadOnlyList<ClientId> included, HashSet<int> masks)
    {
        int[] numbers = [.. included.Select(party.Terms.IndexOf)];
        var set = numbers.ToHashSet();
        return numbers.Length < party.Terms.Sizes.Minimum
                ? $"a sum of {numbers.Length} hides less than the {party.Terms.Sizes.Minimum} that were agreed on"
            : numbers.IndexOf(-1) is >= 0 and var stranger ? $"'{included[stranger]}' is not in the group"
            : set.Count < numbers.Length ? "a client is in it twice"
            : !set.Contains(party.Number) ? "this site is not in it"
            : party.Neighbours.FirstOrDefault(neighbour => set.Contains(neighbour) && !masks.Contains(neighbour), -1) is >= 0 and var other
                ? $"'{party.Terms.Group.Members[other]}' is in it and shares no mask with this site"
            : null;
    }

    private static void Refuse(ClientContext context, string? why)
    {
        if (why is not null)
            throw new KeeperException(ProblemCodes.OpeningRefused,
                $"This site is asked to open a sum of round {context.Round.Round}, and does not: {why}. " +
                "The coordinator is faulty or hostile; ask who runs it.");
    }
}
