using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Tributary.Core;

/// <summary>The address of a blob: the SHA-256 digest of its content, in lower-case hexadecimal.</summary>
public readonly record struct BlobId(string Sha256)
{
    /// <summary>The address of <paramref name="content"/>.</summary>
    public static BlobId Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Reads a digest of 64 lower-case hexadecimal digits, and nothing else: it may become part of a path.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlobId blob)
    {
        bool read = text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
        blob = read ? new BlobId(text!) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => Sha256;
}
