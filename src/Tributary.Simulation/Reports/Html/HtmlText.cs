using System.Text;

namespace Tributary.Simulation;

/// <summary>Turns text that came from outside into text that a page can hold.</summary>
internal static class HtmlText
{
    /// <summary>
    /// Appends <paramref name="text"/> with markup escaped; what no XML document may contain becomes a replacement character.
    /// </summary>
    /// <remarks>A byte-level model may generate anything, and a page that one control character makes unreadable is of no use.</remarks>
    public static void Escape(string text, StringBuilder to)
    {
        foreach (Rune rune in text.EnumerateRunes())
            switch (rune.Value)
            {
                case '&': to.Append("&amp;"); break;
                case '<': to.Append("&lt;"); break;
                case '>': to.Append("&gt;"); break;
                case '"': to.Append("&quot;"); break;
                case '\'': to.Append("&#39;"); break;
                default: to.Append(IsAllowed(rune.Value) ? rune : Rune.ReplacementChar); break;
            }
    }

    /// <summary>
    /// XML 1.0, production 2, less what HTML calls a control or a non-character. Lone surrogates do not reach this point.
    /// </summary>
    private static bool IsAllowed(int value) =>
        value is '\t' or '\n' or (>= 0x20 and < 0x7f) or >= 0xa0 && (value & 0xfffe) != 0xfffe && value is not (>= 0xfdd0 and <= 0xfdef);
}
