using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>One helper's seeds of a client's masks in a box, with the digest of the terms under which the client made them.</summary>
internal static class SplitBox
{
    private const int DigestLength = SHA256.HashSizeInBytes;

    /// <summary>Bytes of a box with so many seeds.</summary>
    public static int Length(int seeds) => SealedBox.Overhead + DigestLength + seeds * KeyStream.SeedLength;

    /// <summary>Seals seeds to the helper that they are for, so that the helper knows whose they are.</summary>
    public static byte[] Seal(BoxKey key, SplitTerms terms, ClientId from, int helper, ReadOnlySpan<byte> seeds)
    {
        byte[] content = [.. terms.Digest, .. seeds];
        try
        {
            return SealedBox.Seal(terms.Keys[helper - 1].Span, content, terms.EnvelopeOf(from, terms.Helpers[helper - 1]), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Opens a box that a client sealed to this helper; the caller zeros the seeds.</summary>
    /// <exception cref="KeeperException">It does not open, or was made under other terms than this helper knows.</exception>
    public static byte[] Open(BoxKey key, SplitTerms terms, ClientId from, int helper, ReadOnlyMemory<byte>? sender, ReadOnlySpan<byte> box)
    {
        byte[] content = [];
        try
        {
            // Without a known sender, the coordinator could put seeds of its own in the place of a client's.
            if (sender is not { IsEmpty: false } own)
                throw new SecurityException("It has told no key, so that nobody knows whether the share is its own.");
            content = key.Open(box, terms.EnvelopeOf(from, terms.Helpers[helper - 1]), own.Span);
            if (!content.AsSpan(0, Math.Min(content.Length, DigestLength)).SequenceEqual(terms.Digest))
                throw new KeeperException(ProblemCodes.OpeningRefused,
                    $"'{from}' was told another cohort, other helpers or another threshold for round {terms.Round} than this site: the " +
                    "coordinator does not say the same to all. This site opens nothing of the round.");
            return content[DigestLength..];
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
