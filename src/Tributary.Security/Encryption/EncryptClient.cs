using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>The client's half of <see cref="Encrypt"/>: checks the collective key and encrypts the words under it.</summary>
internal sealed class EncryptClient(ClientContext context, EncryptPlan plan) : IClientStage
{
    public async ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
    {
        var terms = EncryptTerms.Of(context.Round, context.Round.GroupOf(context.Client), plan);
        SignedKey key = await SignedKey.ReadAsync(context.Round, terms, context.Client, cancellation);
        return Encode(((RingPayload)input).Words, new CollectiveKey(terms.Digest, key.Parts), key.Digest);
    }

    private EncryptedPayload Encode(ulong[] words, CollectiveKey key, byte[] digest)
    {
        using var lanes = new SecretBuffer<ulong>(plan.Lanes.Length);
        plan.Lanes.Split(words, lanes.Span);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words.AsSpan()));
        return new EncryptedPayload(ThresholdEncryption.Encrypt(key, lanes.Span, plan.Sizes), digest);
    }
}
