using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Tributary.Ledger;

/// <summary>A SHA-256 hash of a leaf or a node of a <see cref="MerkleTree"/>: 32 bytes.</summary>
/// <remarks>
/// RFC 6962, section 2.1. A leaf is hashed behind the byte 0, a node behind the byte 1, so that neither can pass for the other.
/// </remarks>
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0, NodePrefix = 1;
    private const int ShortLeaf = 1023;

    private readonly Vector256<byte> _bytes;

    /// <summary>The hash in <paramref name="bytes"/>, exactly 32 of them.</summary>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public TreeHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"A hash of the tree has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        _bytes = Vector256.Create(bytes);
    }

    /// <summary>The root of a tree without leaves: SHA-256 of no bytes.</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of a leaf: SHA-256(0x00 || <paramref name="leaf"/>).</summary>
    public static TreeHash OfLeaf(ReadOnlySpan<byte> leaf)
    {
        Span<byte> hash = stackalloc byte[Length];
        if (leaf.Length <= ShortLeaf)
        {
            Span<byte> message = stackalloc byte[1 + ShortLeaf];
            message[0] = LeafPrefix;
            leaf.CopyTo(message[1..]);
            SHA256.HashData(message[..(1 + leaf.Length)], hash);
        }
        else
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            sha.AppendData([LeafPrefix]);
            sha.AppendData(leaf);
            sha.GetHashAndReset(hash);
        }
        return new TreeHash(hash);
    }

    /// <summary>The hash of an inner node: SHA-256(0x01 || <paramref name="left"/> || <paramref name="right"/>).</summary>
    public static TreeHash OfNode(TreeHash left, TreeHash right)
    {
        Span<byte> message = stackalloc byte[1 + 2 * Length];
        message[0] = NodePrefix;
        left._bytes.CopyTo(message[1..]);
        right._bytes.CopyTo(message[(1 + Length)..]);
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(message, hash);
        return new TreeHash(hash);
    }

    /// <summary>Reads 44 characters of standard Base64; false on anything else, other spellings of the same bytes included.</summary>
    public static bool TryParseBase64(ReadOnlySpan<char> text, out TreeHash hash)
    {
        hash = default;
        if (!CanonicalBase64.TryDecode(text, out byte[]? bytes) || bytes.Length != Length) return false;
        hash = new TreeHash(bytes);
        return true;
    }

    /// <summary>Reads 64 hexadecimal digits in either case; false on anything else.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> text, out TreeHash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != 2 * Length
            || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        hash = new TreeHash(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes to the beginning of <paramref name="target"/>.</summary>
    /// <exception cref="ArgumentException">The target is shorter than 32 bytes.</exception>
    public void CopyTo(Span<byte> target) => _bytes.CopyTo(target);

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>44 characters of standard Base64, as checkpoints and proofs hold it.</summary>
    public string ToBase64()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(TreeHash other) => _bytes == other._bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TreeHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes.AsInt32()[0];

    /// <summary>True for the same 32 bytes.</summary>
    public static bool operator ==(TreeHash left, TreeHash right) => left.Equals(right);

    /// <summary>True unless the 32 bytes are the same.</summary>
    public static bool operator !=(TreeHash left, TreeHash right) => !left.Equals(right);
}
