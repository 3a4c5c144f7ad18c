using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Tributary.Ledger;

/// <summary>One signature line of a <see cref="SignedNote"/>: <c>— name base64(key id || signature)</c>.</summary>
public sealed record NoteSignature
{
    // An em dash, not a hyphen.
    private const string Mark = "\u2014 ";
    private const int KeyIdBytes = sizeof(uint);

    /// <summary>The name of the key; not empty, without spaces and without a plus.</summary>
    public required string Name { get; init; }

    /// <summary>The short identifier of the key and its algorithm; not a hash to rely on.</summary>
    public required uint KeyId { get; init; }

    /// <summary>The signature itself, at least one byte; ASN.1 DER for ECDSA.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The line without its line feed.</summary>
    public override string ToString()
    {
        byte[] bytes = new byte[KeyIdBytes + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Signature.CopyTo(bytes.AsMemory(KeyIdBytes));
        return $"{Mark}{Name} {Convert.ToBase64String(bytes)}";
    }

    internal static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Mark, StringComparison.Ordinal)) return false;
        line = line[Mark.Length..];
        int space = line.IndexOf(' ');
        if (space < 0 || !NoteText.IsKeyName(line[..space])) return false;
        if (!CanonicalBase64.TryDecode(line[(space + 1)..], out byte[]? bytes) || bytes.Length <= KeyIdBytes) return false;
        signature = new NoteSignature
        {
            Name = line[..space].ToString(),
            KeyId = BinaryPrimitives.ReadUInt32BigEndian(bytes),
            Signature = bytes.AsMemory(KeyIdBytes),
        };
        return true;
    }
}
