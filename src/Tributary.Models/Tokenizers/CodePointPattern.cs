using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tributary.Models;

/// <summary>A regular expression that sees characters where the platform's sees halves of them.</summary>
/// <remarks>
/// The platform matches UTF-16: an emoji is two surrogates to it, and no letter outside the basic plane is a letter. Here a text with
/// such characters is matched by a stand-in of one unit a character: a character of the basic plane that has the same general category
/// and that the expression does not name.
/// </remarks>
internal sealed class CodePointPattern
{
    private readonly Regex _regex;
    private readonly Lazy<Dictionary<UnicodeCategory, char>> _standIns;

    /// <param name="regex">The expression for a text of one unit a character; never matches the empty text.</param>
    /// <param name="named">The characters that the expression names, one by one or as ranges.</param>
    public CodePointPattern(Regex regex, List<(char First, char Last)> named)
    {
        _regex = regex;
        _standIns = new(() => FindStandIns(named));
    }

    /// <summary>The stretches of a text that match, in their order.</summary>
    /// <exception cref="DataException">The expression takes too long over this text.</exception>
    public List<Range> Matches(string text)
    {
        var found = new List<Range>();
        try
        {
            if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            {
                foreach (ValueMatch match in _regex.EnumerateMatches(text)) found.Add(match.Index..(match.Index + match.Length));
                return found;
            }
            (string standIn, int[] places) = StandInFor(text);
            foreach (ValueMatch match in _regex.EnumerateMatches(standIn))
                found.Add(places[match.Index]..places[match.Index + match.Length]);
            return found;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new TokenizerException(
                "The pattern that divides text takes too long over this text, so that it might never end. Use another tokenizer.", e);
        }
    }

    private (string Text, int[] Places) StandInFor(string text)
    {
        var standIn = new StringBuilder(text.Length);
        var places = new List<int>(text.Length + 1);
        int place = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            standIn.Append(rune.IsBmp ? (char)rune.Value : _standIns.Value[Rune.GetUnicodeCategory(rune)]);
            places.Add(place);
            place += rune.Utf16SequenceLength;
        }
        places.Add(place);
        return (standIn.ToString(), [.. places]);
    }

    private static Dictionary<UnicodeCategory, char> FindStandIns(List<(char First, char Last)> named)
    {
        var found = new Dictionary<UnicodeCategory, char>();
        // From above: what is at the end of the plane is named by no expression that people write.
        for (int value = 0xFFFD; value > 0xFF; value--)
            if (!named.Any(range => value >= range.First && value <= range.Last))
                found.TryAdd(CharUnicodeInfo.GetUnicodeCategory((char)value), (char)value);
        return found;
    }
}
