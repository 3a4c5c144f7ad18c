using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>Masks from seeds: AES-256 in counter mode, a stream for each segment, added to ring words or taken off them.</summary>
internal static class PairwiseMask
{
    private static ReadOnlySpan<byte> CommitmentText => "tributary pairwise commitment 1"u8;

    private static ReadOnlySpan<byte> OwnText => "tributary pairwise own mask 1"u8;

    /// <summary>What binds a client to the seed of its own mask and tells nothing of it: the seed has 256 random bits.</summary>
    public static byte[] CommitmentOf(ReadOnlySpan<byte> seed)
    {
        byte[] commitment = new byte[SHA256.HashSizeInBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, seed, commitment, CommitmentText);
        return commitment;
    }

    /// <summary>Adds the mask that is a client's own, or takes it off.</summary>
    public static void ApplyOwn(Span<ulong> words, PairwiseTerms terms, ReadOnlySpan<byte> seed, bool negate)
    {
        Span<byte> key = stackalloc byte[KeyStream.SeedLength];
        HKDF.Expand(HashAlgorithmName.SHA256, seed, key, [.. OwnText, .. terms.Digest]);
        Apply(words, terms, key, negate);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>
    /// Adds the mask that a client shares with a neighbour, or takes it off: the client of the lower number adds, the other subtracts.
    /// </summary>
    /// <param name="words">One for each element of the segments.</param>
    /// <param name="terms">The terms of the group.</param>
    /// <param name="own">The mask key of one of the two.</param>
    /// <param name="other">The mask point of the other.</param>
    /// <param name="client">The number of the client whose words these are.</param>
    /// <param name="neighbour">The number of its neighbour.</param>
    /// <param name="negate">Whether to undo it.</param>
    /// <exception cref="SecurityException">The point is none.</exception>
    public static void ApplyShared(
        Span<ulong> words, PairwiseTerms terms, BoxKey own, ReadOnlySpan<byte> other, int client, int neighbour, bool negate)
    {
        Span<byte> key = stackalloc byte[KeyStream.SeedLength];
        PairwiseAgreement.Derive(own, other, terms, $"mask {Math.Min(client, neighbour)} {Math.Max(client, neighbour)}", key);
        Apply(words, terms, key, negate ^ (client > neighbour));
        CryptographicOperations.ZeroMemory(key);
    }

    private static void Apply(Span<ulong> words, PairwiseTerms terms, ReadOnlySpan<byte> key, bool negate)
    {
        ulong stream = 0;
        foreach (Segment segment in terms.Sizes.Segments)
        {
            AdditiveSharing.Expand(key, segment.RingBits, words[..segment.Length], negate, stream++);
            words = words[segment.Length..];
        }
    }
}
