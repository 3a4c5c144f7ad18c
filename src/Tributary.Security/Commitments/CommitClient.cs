using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>The client's half of <see cref="Commit"/>: commits to the words, and sends the randomness with them.</summary>
internal sealed class CommitClient(CommittedLayout layout) : IClientStage
{
    public ReadOnlyMemory<byte>? Note { get; private set; }

    public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
    {
        ulong[] words = ((RingPayload)input).Words;
        using var integers = new SecretBuffer<int>(layout.Length);
        layout.Split(words, integers.Span);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words.AsSpan()));
        Span<int> randomness = integers.Span[layout.MessageLength..];
        RingCommitment.FillRandomness(randomness);
        Note = RingCommitment.To(integers.Span[..layout.MessageLength], randomness).ToBytes();
        return new(new RingPayload(layout.Segments, CommittedLayout.ToWords(integers.Span)));
    }
}
