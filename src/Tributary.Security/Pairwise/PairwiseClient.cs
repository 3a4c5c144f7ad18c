using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Step 2: the client's half of <see cref="SecAggPairwise"/> adds its own mask and those that it shares with its neighbours.
/// </summary>
internal sealed class PairwiseClient(ClientContext context, PairwiseSizes sizes) : IClientStage
{
    public async ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
    {
        var party = new PairwiseParty(context, sizes);
        SortedDictionary<int, AdvertisedKeys> keys = await party.ReadKeysAsync(cancellation);
        SortedDictionary<int, byte[]> boxes = await party.ReadBoxesAsync(cancellation);
        var asked = context.Asked.Select(party.Terms.IndexOf).ToHashSet();
        if (!boxes.Keys.SequenceEqual(party.Neighbours.Where(asked.Contains)) || boxes.Keys.Except(keys.Keys).Any())
            throw party.Split("the neighbours whose shares it passes on are not those that it says are in the round");
        ulong[] words = ((RingPayload)input).Words;
        using (PairwiseSecrets secrets = await PairwiseSecrets.OfAsync(context.Safe, context.Round.Round, cancellation))
            Mask(words, party, secrets, keys, boxes.Keys);
        // The masks of a round are always the same: two updates under them would show their difference.
        if (!await party.IsFirstAsync("masked", SHA256.HashData(MemoryMarshal.AsBytes(words.AsSpan())), cancellation))
            throw new KeeperException(ProblemCodes.OpeningRefused,
                $"This site has masked another update for round {context.Round.Round} before, and two under the same masks would show " +
                "their difference. It leaves the round.");
        return new PairwisePayload(sizes.Segments, words);
    }

    private static void Mask(
        ulong[] words, PairwiseParty party, PairwiseSecrets secrets, SortedDictionary<int, AdvertisedKeys> keys,
        IEnumerable<int> neighbours)
    {
        PairwiseMask.ApplyOwn(words, party.Terms, secrets.Seed, negate: false);
        foreach (int neighbour in neighbours)
            PairwiseMask.ApplyShared(
                words, party.Terms, secrets.MaskKey, keys[neighbour].MaskPoint, party.Number, neighbour, negate: false);
    }
}
