using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>One member's share of a client's key in a box, with the digest of the terms under which the client made it.</summary>
internal static class SealedShare
{
    private const int DigestLength = SHA256.HashSizeInBytes;

    /// <summary>Bytes of what a box holds.</summary>
    public static int Length => DigestLength + FieldShare.ByteLength(LatticeParameters.Degree);

    /// <summary>Seals a share to the member that it is for, so that the member knows whose it is.</summary>
    public static byte[] Seal(BoxKey key, SecAggTerms terms, ClientId from, int member, FieldShare share)
    {
        byte[] content = [.. terms.Seed, .. share.ToBytes()];
        try
        {
            return SealedBox.Seal(terms.Keys[member].Span, content, terms.EnvelopeOf(from, terms.Committee[member]), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Opens a box that a client sealed to this member.</summary>
    /// <exception cref="KeeperException">It does not open, or was made under other terms than this member knows.</exception>
    public static FieldShare Open(
        BoxKey key, SecAggTerms terms, ClientId from, int member, ReadOnlyMemory<byte>? sender, ReadOnlySpan<byte> box)
    {
        byte[] content = [];
        try
        {
            // Without a known sender, the coordinator could put shares of its own in the place of a client's, and be left with one key.
            if (sender is not { IsEmpty: false } own)
                throw new SecurityException("It has told no key, so that nobody knows whether the share is its own.");
            content = key.Open(box, terms.EnvelopeOf(from, terms.Committee[member]), own.Span);
            if (content.Length != Length) throw new SecurityException($"The box holds {content.Length} bytes, and a share takes {Length}.");
            if (!content.AsSpan(0, DigestLength).SequenceEqual(terms.Seed))
                throw new KeeperException(ProblemCodes.OpeningRefused,
                    $"'{from}' was told another cohort, committee or threshold for round {terms.Round} than this site: the coordinator " +
                    "does not say the same to all. This site opens nothing of the round.");
            return FieldShare.FromBytes(content.AsSpan(DigestLength), member + 1, LatticeParameters.Degree);
        }
        catch (SecurityException e)
        {
            throw new KeeperException(ProblemCodes.ShareUnusable,
                $"The share that '{from}' sealed to this site for round {terms.Round} cannot be used: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
