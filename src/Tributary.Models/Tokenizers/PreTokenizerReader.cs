using System.Text.RegularExpressions;

namespace Tributary.Models;

/// <summary>What divides text into words that are encoded one by one: the <c>pre_tokenizer</c> of a tokenizer's file.</summary>
internal static partial class PreTokenizerReader
{
    private const string Metaspace = "\u2581";

    /// <summary>Divides a stretch of text.</summary>
    /// <param name="text">The stretch, normalized.</param>
    /// <param name="isFirst">Whether the whole text begins with it.</param>
    internal delegate IEnumerable<string> Division(string text, bool isFirst);

    private static readonly CodePointPattern _gpt2 = new(Gpt2Pattern(), [('\'', '\''), (' ', ' '), ('a', 'z')]);

    /// <summary>Reads a division; a stretch is a word where there is none.</summary>
    /// <exception cref="TokenizerException">It is broken, or of a kind that is not supported.</exception>
    public static Division Read(TokenizerJson json)
    {
        if (json.IsNull) return (text, _) => [text];
        switch (json.Type)
        {
            case "ByteLevel":
                json.Only("type", "add_prefix_space", "trim_offsets", "use_regex");
                return ByteLevel(json["add_prefix_space"].Flag(true), json["use_regex"].Flag(true));
            case "Sequence":
                Division[] divisions = [.. json.Only("type", "pretokenizers")["pretokenizers"].Items().Select(Read)];
                return (text, isFirst) => divisions.Aggregate(
                    (IEnumerable<string>)[text], (parts, division) => parts.SelectMany((part, i) => division(part, isFirst && i == 0)));
            case "Split":
                json.Only("type", "pattern", "behavior", "invert");
                return Split(ReadPattern(json["pattern"]), json["behavior"], json["invert"].Flag(false));
            case "Digits":
                CodePointPattern digits = PatternReader.Read(json.Only("type", "individual_digits")["individual_digits"].Flag(false)
                    ? @"\p{N}" : @"\p{N}+");
                return (text, _) => Parts(text, digits.Matches(text)).Select(part => text[part.Range]);
            case "Metaspace":
                return ReadMetaspace(json.Only("type", "replacement", "prepend_scheme", "split"));
            default:
                throw json.Unsupported($"divides text by '{json.Type}', which this version does not do");
        }
    }

    /// <summary>The division of GPT-2.</summary>
    public static Division ByteLevel(bool addPrefixSpace, bool useRegex) => (text, _) =>
    {
        if (addPrefixSpace && !text.StartsWith(' ')) text = ' ' + text;
        if (!useRegex) return [ByteAlphabet.Write(text)];
        return Parts(text, _gpt2.Matches(text)).Select(part => ByteAlphabet.Write(text.AsSpan()[part.Range]));
    };

    /// <summary>A pattern as an expression or as plain text.</summary>
    public static CodePointPattern ReadPattern(TokenizerJson json)
    {
        json.Only("Regex", "String");
        if (!json["Regex"].IsNull) return PatternReader.Read(json["Regex"].Text);
        string plain = json["String"].Text;
        if (plain.Length == 0) throw json.Wrong("a pattern that is not empty");
        if (plain.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) throw json.Unsupported("names a character outside the basic plane");
        return new CodePointPattern(new Regex(Regex.Escape(plain), RegexOptions.CultureInvariant), [.. plain.Select(c => (c, c))]);
    }

    private static Division Split(CodePointPattern pattern, TokenizerJson behavior, bool invert)
    {
        Func<IEnumerable<(Range Range, bool IsMatch)>, IEnumerable<Range>> keep = behavior.Text switch
        {
            "Isolated" => parts => parts.Select(part => part.Range),
            "Removed" => parts => parts.Where(part => !part.IsMatch).Select(part => part.Range),
            "MergedWithPrevious" => parts => Join(parts, (before, part) => part.IsMatch && !before),
            "MergedWithNext" => parts => Join(parts, (before, part) => before && !part.IsMatch),
            "Contiguous" => parts => Join(parts, (before, part) => before == part.IsMatch),
            string other => throw behavior.Unsupported($"is '{other}', which this version does not know"),
        };
        return (text, _) => keep(Parts(text, pattern.Matches(text)).Select(part => (part.Range, part.IsMatch != invert)))
            .Select(range => text[range]);
    }

    /// <summary>Parts, some of them joined with the one before, of which is told whether it was a match.</summary>
    private static List<Range> Join(
        IEnumerable<(Range Range, bool IsMatch)> parts, Func<bool, (Range Range, bool IsMatch), bool> belongsToPrevious)
    {
        var joined = new List<Range>();
        bool before = false;
        foreach ((Range Range, bool IsMatch) part in parts)
        {
            if (joined.Count > 0 && belongsToPrevious(before, part)) joined[^1] = joined[^1].Start..part.Range.End;
            else joined.Add(part.Range);
            before = part.IsMatch;
        }
        return joined;
    }

    private static Division ReadMetaspace(TokenizerJson json)
    {
        if (json["replacement"].TextOr(Metaspace) != Metaspace) throw json["replacement"].Unsupported("is not U+2581");
        TokenizerJson scheme = json["prepend_scheme"];
        string prepend = scheme.TextOr("always")!;
        if (prepend is not ("always" or "first" or "never")) throw scheme.Unsupported($"is '{prepend}', which this version does not know");
        bool split = json["split"].Flag(true);
        return (text, isFirst) =>
        {
            text = text.Replace(' ', Metaspace[0]);
            if (!text.StartsWith(Metaspace[0]) && (prepend == "always" || (prepend == "first" && isFirst))) text = Metaspace + text;
            return split ? Words(text) : [text];
        };
    }

    private static IEnumerable<string> Words(string text)
    {
        for (int start = 0, next; start < text.Length; start = next)
        {
            next = text.IndexOf(Metaspace[0], start + 1);
            if (next < 0) next = text.Length;
            yield return text[start..next];
        }
    }

    /// <summary>A text as matches and what stands between them; none is empty.</summary>
    private static IEnumerable<(Range Range, bool IsMatch)> Parts(string text, List<Range> matches)
    {
        int end = 0;
        foreach (Range match in matches)
        {
            if (match.Start.Value > end) yield return (end..match.Start.Value, false);
            yield return (match, true);
            end = match.End.Value;
        }
        if (end < text.Length) yield return (end..text.Length, false);
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Pattern();
}
