using System.Buffers;
using System.Text;

namespace Tributary.Ledger;

/// <summary>What C2SP signed-note says of characters: UTF-8, and no control characters but the line feed.</summary>
internal static class NoteText
{
    /// <summary>Text as bytes that are signed and hashed; only for text that was checked.</summary>
    public static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What keeps lines from standing in a note, or null.</summary>
    public static string? Problem(ReadOnlySpan<char> lines)
    {
        if (lines.IsEmpty || lines[^1] != '\n') return "it does not end with a line feed, so its end may be missing";
        foreach (char c in lines)
            if (c < ' ' && c != '\n') return $"it holds the control character U+{(int)c:X4}; lines end with a line feed alone";
        return IsUnicode(lines) ? null : "it holds half of a surrogate pair, which UTF-8 cannot say";
    }

    /// <summary>True for one line that is not empty, without its line feed.</summary>
    public static bool IsLine(string line) =>
        line.Length > 0 && !line.Contains('\n', StringComparison.Ordinal) && Problem(line + "\n") is null;

    /// <summary>True for the name of a key: not empty, without spaces and without a plus.</summary>
    public static bool IsKeyName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !IsUnicode(name)) return false;
        foreach (char c in name)
            if (c < ' ' || c == '+' || char.IsWhiteSpace(c)) return false;
        return true;
    }

    private static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int length) != OperationStatus.Done) return false;
            text = text[length..];
        }
        return true;
    }
}
