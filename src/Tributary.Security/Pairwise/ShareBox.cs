using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>
/// The shares of a client's two secrets for one neighbour, sealed: AES-256-GCM with a key that the two derive for this direction and round,
/// and the terms as associated data. One box a key, so the nonce is zero.
/// </summary>
internal static class ShareBox
{
    /// <summary>Bytes of a box.</summary>
    public const int Length = ContentLength + SealedBox.TagLength;

    private const int ContentLength = 2 * SharedSecrets.ShareLength;

    /// <summary>Seals the shares of a client's mask key and of its own seed for a neighbour.</summary>
    /// <exception cref="SecurityException">The neighbour's point is none.</exception>
    public static byte[] Seal(
        PairwiseTerms terms, BoxKey own, ReadOnlySpan<byte> to, int client, int neighbour, ReadOnlySpan<byte> keyShare,
        ReadOnlySpan<byte> seedShare)
    {
        byte[] content = [.. keyShare, .. seedShare], box = new byte[Length];
        using AesGcm gcm = Cipher(terms, own, to, client, neighbour);
        gcm.Encrypt(SealedBox.Nonce, content, box.AsSpan(0, ContentLength), box.AsSpan(ContentLength), terms.Digest);
        CryptographicOperations.ZeroMemory(content);
        return box;
    }

    /// <summary>Opens the box of a neighbour.</summary>
    /// <param name="terms">The terms of the group.</param>
    /// <param name="own">The box key of this client.</param>
    /// <param name="from">The neighbour's seal point.</param>
    /// <param name="neighbour">The neighbour's number.</param>
    /// <param name="client">This client's number.</param>
    /// <param name="box">The box.</param>
    /// <param name="seed">Whether the share of its seed is wanted, not that of its mask key: one of the two is told, never both.</param>
    /// <returns>The share.</returns>
    /// <exception cref="SecurityException">It does not open.</exception>
    public static byte[] Open(
        PairwiseTerms terms, BoxKey own, ReadOnlySpan<byte> from, int neighbour, int client, ReadOnlySpan<byte> box, bool seed)
    {
        byte[] content = new byte[ContentLength];
        try
        {
            if (box.Length != Length) throw new SecurityException($"A box of shares has {Length} bytes; this one has {box.Length}.");
            using AesGcm gcm = Cipher(terms, own, from, neighbour, client);
            gcm.Decrypt(SealedBox.Nonce, box[..ContentLength], box[ContentLength..], content, terms.Digest);
            return content[(seed ? SharedSecrets.ShareLength : 0)..][..SharedSecrets.ShareLength];
        }
        catch (CryptographicException e)
        {
            throw new SecurityException("A box of shares does not open: it was sealed under other terms, or was changed.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static AesGcm Cipher(PairwiseTerms terms, BoxKey own, ReadOnlySpan<byte> other, int from, int to)
    {
        Span<byte> key = stackalloc byte[KeyStream.SeedLength];
        PairwiseAgreement.Derive(own, other, terms, $"box {from} {to}", key);
        var gcm = new AesGcm(key, SealedBox.TagLength);
        CryptographicOperations.ZeroMemory(key);
        return gcm;
    }
}
