using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Step 1: a client checks its neighbours' keys and shares its mask key and the seed of its own mask among them and itself, in sealed
/// boxes.
/// </summary>
internal sealed class ShareSecrets(ClientContext context, PairwiseSizes sizes) : IStepStage
{
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        var party = new PairwiseParty(context, sizes);
        SortedDictionary<int, AdvertisedKeys> keys = await party.ReadKeysAsync(cancellation);
        party.Check(keys);
        using PairwiseSecrets secrets = await PairwiseSecrets.OfAsync(context.Safe, context.Round.Round, cancellation);
        await party.PostAsync(PairwiseTerms.SharesBox, NumberedParts.Write(Seal(party, secrets, keys)), cancellation);
    }

    /// <summary>A client's own shares, of its mask key and of its seed; what the seed of its shares gives is always the same.</summary>
    public static (SortedDictionary<int, byte[]> Key, SortedDictionary<int, byte[]> Seed) Split(
        PairwiseTerms terms, PairwiseSecrets secrets, IReadOnlyList<int> holders)
    {
        using var scalar = new SecretBuffer<byte>(SharedSecrets.SecretLength);
        secrets.MaskKey.CopyScalar(scalar.Span);
        return (SharedSecrets.Split(scalar.Span, secrets.Sharing, 0, terms.Threshold, holders),
            SharedSecrets.Split(secrets.Seed, secrets.Sharing, 1, terms.Threshold, holders));
    }

    private static SortedDictionary<int, byte[]> Seal(
        PairwiseParty party, PairwiseSecrets secrets, SortedDictionary<int, AdvertisedKeys> keys)
    {
        (SortedDictionary<int, byte[]> keyShares, SortedDictionary<int, byte[]> seedShares) = Split(party.Terms, secrets, [.. keys.Keys]);
        var boxes = new SortedDictionary<int, byte[]>();
        try
        {
            foreach ((int neighbour, AdvertisedKeys key) in keys)
                boxes.Add(neighbour, ShareBox.Seal(
                    party.Terms, secrets.BoxKey, key.SealPoint, party.Number, neighbour, keyShares[neighbour], seedShares[neighbour]));
            return boxes;
        }
        catch (SecurityException e)
        {
            throw party.Split($"a neighbour's key cannot be used ({e.Message.TrimEnd('.')})");
        }
        finally
        {
            foreach (byte[] share in keyShares.Values.Concat(seedShares.Values)) CryptographicOperations.ZeroMemory(share);
        }
    }
}
