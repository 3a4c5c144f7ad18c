using System.Buffers.Binary;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// A client's secrets of one round: the keys of its boxes and of its masks, the seed of its own mask and that of its shares. In its safe
/// from before the first byte is sent, so that a client that was killed says the same again.
/// </summary>
internal sealed class PairwiseSecrets : IDisposable
{
    private const int SeedLength = KeyStream.SeedLength;
    private readonly SecretBuffer<byte> _seed = new(SeedLength), _sharing = new(SeedLength);

    private PairwiseSecrets(ReadOnlySpan<byte> content)
    {
        content[..SeedLength].CopyTo(_seed.Span);
        content[SeedLength..(2 * SeedLength)].CopyTo(_sharing.Span);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(content[(2 * SeedLength)..]);
        ReadOnlySpan<byte> keys = content[((2 * SeedLength) + sizeof(ushort))..];
        BoxKey = BoxKey.Import(keys[..length]);
        MaskKey = BoxKey.Import(keys[length..]);
    }

    /// <summary>Opens boxes of neighbours.</summary>
    public BoxKey BoxKey { get; }

    /// <summary>What masks with neighbours are derived from; neighbours hold shares of it.</summary>
    public BoxKey MaskKey { get; }

    /// <summary>The seed of the client's own mask; neighbours hold shares of it too.</summary>
    public ReadOnlySpan<byte> Seed => _seed.Span;

    /// <summary>What the polynomials of the shares are drawn from.</summary>
    public ReadOnlySpan<byte> Sharing => _sharing.Span;

    /// <summary>The secrets of a round, drawn when they are first asked for; the caller disposes of them.</summary>
    public static async ValueTask<PairwiseSecrets> OfAsync(ISafe safe, RoundId round, CancellationToken cancellation)
    {
        string name = $"{SecAggPairwise.StageName}/secrets/{round.Number}";
        if (await safe.FindAsync(name, cancellation) is { } kept) return new PairwiseSecrets(kept.Span);
        byte[] drawn = Draw();
        try
        {
            return new PairwiseSecrets((await safe.KeepAsync(name, drawn, cancellation)).Span);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(drawn);
        }
    }

    /// <summary>Forgets them.</summary>
    public void Dispose()
    {
        _seed.Dispose();
        _sharing.Dispose();
        BoxKey.Dispose();
        MaskKey.Dispose();
    }

    private static byte[] Draw()
    {
        using BoxKey box = new(), mask = new();
        byte[] first = box.Export(), second = mask.Export();
        byte[] content = new byte[(2 * SeedLength) + sizeof(ushort) + first.Length + second.Length];
        RandomNumberGenerator.Fill(content.AsSpan(0, 2 * SeedLength));
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(2 * SeedLength), (ushort)first.Length);
        first.CopyTo(content, (2 * SeedLength) + sizeof(ushort));
        second.CopyTo(content, content.Length - second.Length);
        CryptographicOperations.ZeroMemory(first);
        CryptographicOperations.ZeroMemory(second);
        return content;
    }
}
