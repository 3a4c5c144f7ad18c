using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Step 4: a client tells, of each neighbour and itself, the share of the own mask of who is in the sum, or the share of the mask key of
/// who is not: one of the two, never both.
/// </summary>
internal sealed class TellShares(ClientContext context, PairwiseSizes sizes) : IStepStage
{
    /// <summary>Bytes of what is told of one client: which secret, and the share.</summary>
    public const int PartLength = 1 + SharedSecrets.ShareLength;

    /// <summary>Which secret a share is of.</summary>
    public const byte OfKey = 0, OfSeed = 1;

    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        var party = new PairwiseParty(context, sizes);
        byte[] digest = await AgreeOnIncluded.AcceptAsync(party, context, question, cancellation);
        foreach ((int neighbour, byte[] signature) in await party.ReadSignaturesAsync(cancellation))
        {
            ClientId from = party.Terms.Group.Members[neighbour];
            if (!AgreeOnIncluded.IsSigned(party.Terms, from, context.Round.KeyOf(from), digest, signature))
                throw party.Split($"'{from}' did not sign the included set that this site was told");
        }
        var included = question.Included!.Select(party.Terms.IndexOf).ToHashSet();
        using PairwiseSecrets secrets = await PairwiseSecrets.OfAsync(context.Safe, context.Round.Round, cancellation);
        SortedDictionary<int, AdvertisedKeys> keys = await party.ReadKeysAsync(cancellation);
        var told = new SortedDictionary<int, byte[]>();
        foreach ((int neighbour, byte[] box) in await party.ReadBoxesAsync(cancellation))
            if (keys.TryGetValue(neighbour, out AdvertisedKeys? key)
                && ShareOf(party, secrets, key, neighbour, box, included.Contains(neighbour)) is { } part)
                told.Add(neighbour, part);
        told.Add(party.Number, OwnShare(party, secrets));
        await party.PostAsync(PairwiseTerms.UnmaskBox, NumberedParts.Write(told), cancellation);
    }

    /// <summary>A neighbour's share, or null where its box does not open: then others have to.</summary>
    private static byte[]? ShareOf(
        PairwiseParty party, PairwiseSecrets secrets, AdvertisedKeys keys, int neighbour, byte[] box, bool isIncluded)
    {
        try
        {
            byte[] share = ShareBox.Open(party.Terms, secrets.BoxKey, keys.SealPoint, neighbour, party.Number, box, isIncluded);
            return [isIncluded ? OfSeed : OfKey, .. share];
        }
        catch (SecurityException)
        {
            return null;
        }
    }

    private static byte[] OwnShare(PairwiseParty party, PairwiseSecrets secrets)
    {
        (SortedDictionary<int, byte[]> key, SortedDictionary<int, byte[]> seed) = ShareSecrets.Split(party.Terms, secrets, [party.Number]);
        CryptographicOperations.ZeroMemory(key[party.Number]);
        return [OfSeed, .. seed[party.Number]];
    }
}
