using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// What a holder posts before the update: its part of the collective key, signed, and a box with a share of its secret for each member.
/// </summary>
/// <param name="Part">Its part.</param>
/// <param name="Signature">Its signature over part and terms, 64 bytes.</param>
/// <param name="Boxes">One for each member of the committee, in order.</param>
internal sealed record HolderMessage(PublicKeyPart Part, byte[] Signature, IReadOnlyList<byte[]> Boxes)
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureLength = 64;

    private const int BoxesAt = PublicKeyPart.ByteLength + SignatureLength;

    /// <summary>The message.</summary>
    public byte[] ToBytes() => [.. Part.ToBytes(), .. Signature, .. Boxes.SelectMany(box => box)];

    /// <summary>Reads a holder's message strictly.</summary>
    /// <exception cref="SecurityException">It is none, or not signed by this holder.</exception>
    public static HolderMessage FromBytes(ReadOnlySpan<byte> bytes, EncryptTerms terms, int holder)
    {
        int[] lengths = [.. Enumerable.Range(1, terms.Committee.Count).Select(member => BoxLength(terms, holder, member))];
        if (bytes.Length != BoxesAt + lengths.Sum())
            throw new SecurityException($"The part of a key came with {bytes.Length} bytes, and {BoxesAt + lengths.Sum()} are needed. "
                + "It cannot be used; go on without its sender.");
        var part = PublicKeyPart.FromBytes(bytes[..PublicKeyPart.ByteLength]);
        byte[] signature = bytes[PublicKeyPart.ByteLength..BoxesAt].ToArray();
        if (!BoxKey.IsSigned(terms.Keys[holder - 1].Span, terms.Signed(holder, part), signature))
            throw new SecurityException($"The part of a key is not signed by '{terms.Committee[holder - 1]}' under the terms of this "
                + "round. Go on without it.");
        byte[][] boxes = new byte[lengths.Length][];
        for (int i = 0, at = BoxesAt; i < boxes.Length; at += lengths[i++]) boxes[i] = bytes.Slice(at, lengths[i]).ToArray();
        return new(part, signature, boxes);
    }

    /// <summary>Seals one member's share.</summary>
    public static byte[] Seal(BoxKey key, EncryptTerms terms, HolderShare share)
    {
        byte[] plain = share.ToBytes(), content = [.. terms.Digest, .. plain];
        try
        {
            return SealedBox.Seal(
                terms.Keys[share.Member - 1].Span, content,
                terms.EnvelopeOf(terms.Committee[share.Holder - 1], terms.Committee[share.Member - 1]), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Opens a box that a holder sealed to this member.</summary>
    /// <exception cref="KeeperException">It does not open, or was made under other terms than this member knows.</exception>
    public static HolderShare Open(BoxKey key, EncryptTerms terms, int holder, int member, ReadOnlySpan<byte> box)
    {
        ClientId from = terms.Committee[holder - 1];
        byte[] content = [];
        try
        {
            content = key.Open(box, terms.EnvelopeOf(from, terms.Committee[member - 1]), terms.Keys[holder - 1].Span);
            if (!content.AsSpan(0, Math.Min(content.Length, terms.Digest.Length)).SequenceEqual(terms.Digest))
                throw new SecurityException("It was made under other terms than this site was told.");
            return HolderShare.FromBytes(content.AsSpan(terms.Digest.Length), holder, member, terms.Plan.Sets.With(holder, member).Count());
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

    private static int BoxLength(EncryptTerms terms, int holder, int member) =>
        SealedBox.Overhead + terms.Digest.Length + HolderShare.ByteLength(terms.Plan.Sets.With(holder, member).Count());
}
