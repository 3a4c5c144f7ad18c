using System.Text;

namespace Tributary.Models;

/// <summary>Brings text to a normalization form of Unicode: the platform's own needs tables that a trimmed program leaves out.</summary>
/// <remarks>
/// Unicode Standard Annex 15; Hangul by the arithmetic of The Unicode Standard, section 3.12. Characters that are newer than the table
/// (<c>normalization.py</c> writes it) stay as they are.
/// </remarks>
internal sealed class UnicodeForm
{
    // Below these characters a form changes nothing.
    private const int FirstMark = 0x300, FirstDecomposed = 0xC0, FirstCompatible = 0xA0;

    private readonly bool _compatible, _composed;
    private readonly char _firstChanged;

    private UnicodeForm(bool compatible, bool composed, int firstChanged) =>
        (_compatible, _composed, _firstChanged) = (compatible, composed, (char)firstChanged);

    /// <summary>Canonical composition.</summary>
    public static UnicodeForm C { get; } = new(compatible: false, composed: true, FirstMark);

    /// <summary>Canonical decomposition.</summary>
    public static UnicodeForm D { get; } = new(compatible: false, composed: false, FirstDecomposed);

    /// <summary>Compatibility decomposition, and canonical composition.</summary>
    public static UnicodeForm KC { get; } = new(compatible: true, composed: true, FirstCompatible);

    /// <summary>Compatibility decomposition.</summary>
    public static UnicodeForm KD { get; } = new(compatible: true, composed: false, FirstCompatible);

    /// <summary>A text in this form.</summary>
    /// <param name="text">Without lone surrogates.</param>
    public string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(_firstChanged - 1))) return text;
        UnicodeTable table = UnicodeTable.Shared;
        var characters = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) table.Decompose(rune.Value, _compatible, characters);
        Order(characters, table);
        if (_composed) Compose(characters, table);
        var result = new StringBuilder(characters.Count);
        foreach (int character in characters) result.Append(new Rune(character).ToString());
        return result.ToString();
    }

    /// <summary>Sorts marks that follow one another by their class; of equal class they stay in order.</summary>
    private static void Order(List<int> characters, UnicodeTable table)
    {
        for (int start = 0; start < characters.Count; start++)
        {
            if (table.ClassOf(characters[start]) == 0) continue;
            int end = start + 1;
            while (end < characters.Count && table.ClassOf(characters[end]) != 0) end++;
            if (end - start > 1)
            {
                int[] sorted = [.. characters[start..end].OrderBy(table.ClassOf)];
                for (int i = 0; i < sorted.Length; i++) characters[start + i] = sorted[i];
            }
            start = end;
        }
    }

    private static void Compose(List<int> characters, UnicodeTable table)
    {
        int kept = 0, starter = -1, lastClass = 0;
        for (int i = 0; i < characters.Count; i++)
        {
            int character = characters[i], order = table.ClassOf(character);
            // A mark of the same or a higher class in between keeps the two apart.
            bool reaches = starter >= 0 && (kept - 1 == starter || lastClass < order);
            if (reaches && table.Compose(characters[starter], character) is { } whole)
            {
                characters[starter] = whole;
                continue;
            }
            if (order == 0) starter = kept;
            lastClass = order;
            characters[kept++] = character;
        }
        characters.RemoveRange(kept, characters.Count - kept);
    }
}
