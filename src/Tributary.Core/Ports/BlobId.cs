using System.Security.Cryptography;

namespace Tributary.Core;

/// <summary>The address of a blob: the SHA-256 digest of its content, in lower-case hexadecimal.</summary>
public readonly record struct BlobId(string Sha256)
{
    /// <summary>The address of <paramref name="content"/>.</summary>
    public static BlobId Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <inheritdoc/>
    public override string ToString() => Sha256;
}
