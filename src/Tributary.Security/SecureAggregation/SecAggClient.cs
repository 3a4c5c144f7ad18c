using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>The client's half of <see cref="SecAgg"/>: masks the words under a new key, and shares the key among the committee.</summary>
internal sealed class SecAggClient(ClientContext context, SecAggSizes sizes) : IClientStage
{
    public async ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
    {
        using BoxKey own = await RunKey.OfAsync(context.Safe, cancellation);
        return Encode(((RingPayload)input).Words, own);
    }

    private MaskedPayload Encode(ulong[] words, BoxKey own)
    {
        var terms = SecAggTerms.Of(context.Round, context.Round.GroupOf(context.Client), sizes);
        using var lanes = new SecretBuffer<ulong>(sizes.Lanes.Length);
        sizes.Lanes.Split(words, lanes.Span);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words.AsSpan()));
        using var key = MaskingKey.Generate(); // for this update only
        MaskedVector masked = KeyHomomorphicMask.Mask(terms.Seed, key, lanes.Span, sizes.Lanes.Packing);
        IReadOnlyList<FieldShare> shares = KeySharing.Split(key, terms.Threshold, terms.Committee.Count);
        try
        {
            return new MaskedPayload(masked, [.. shares.Select((share, i) => SealedShare.Seal(own, terms, context.Client, i, share))]);
        }
        finally
        {
            foreach (FieldShare share in shares) share.Dispose();
        }
    }
}
