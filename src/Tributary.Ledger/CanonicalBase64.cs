using System.Diagnostics.CodeAnalysis;

namespace Tributary.Ledger;

/// <summary>Standard Base64 (RFC 4648, section 4) of which every sequence of bytes has one spelling only.</summary>
/// <remarks>The platform skips white space and drops loose bits; a signed text must not have a second form that reads the same.</remarks>
internal static class CanonicalBase64
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 != 0) return false;
        byte[] decoded = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, decoded, out int length)) return false;
        Array.Resize(ref decoded, length);
        if (!text.SequenceEqual(Convert.ToBase64String(decoded))) return false;
        bytes = decoded;
        return true;
    }
}
