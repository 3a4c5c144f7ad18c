using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tributary.Models;

/// <summary>Reads the regular expressions of tokenizers, which are written for Oniguruma, as far as they mean the same here.</summary>
/// <remarks>
/// Read: characters, classes without nesting, general categories, <c>\s \S \d \D</c>, groups, lookahead, alternatives, and greedy, lazy
/// and possessive quantifiers. All else is refused: <c>\w</c> and <c>\b</c>, scripts, anchors and what lies outside the basic plane differ.
/// </remarks>
internal sealed class PatternReader
{
    private const int Longest = 4096;
    private static readonly TimeSpan _longestMatch = TimeSpan.FromSeconds(10);

    private static readonly HashSet<string> _categories =
    [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn",
    ];

    // What stands in groups that ignore case; others would need all of Unicode's foldings.
    private static readonly HashSet<string> _caseless =
        ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "s", "t", "re", "ve", "m", "ll", "d", "[sdmt]"];

    private static readonly string[] _openings = ["(?:", "(?=", "(?!", "(?>"];

    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private readonly List<(char First, char Last)> _named = [];
    private readonly Stack<(int Start, bool HasQuantifier)> _groups = new();
    private int _at;
    private int _atom = -1; // where the last thing that can be repeated begins in the output
    private bool _atomRepeats; // whether that is a group with something repeated in it
    private bool _repeated; // whether anything is repeated in the group that is being read

    private PatternReader(string pattern) => _pattern = pattern;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="TokenizerException">It has something that would mean something else here, or is none at all.</exception>
    public static CodePointPattern Read(string pattern)
    {
        if (pattern.Length > Longest)
            throw new TokenizerException($"A pattern of {pattern.Length} characters is too long: {Longest} are possible.")
            {
                IsUnsupported = true,
            };
        var reader = new PatternReader(pattern);
        reader.ReadAll();
        try
        {
            var regex = new Regex(reader._output.ToString(), RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, _longestMatch);
            if (regex.IsMatch("")) throw reader.Refuse("the pattern matches where nothing is");
            return new CodePointPattern(regex, reader._named);
        }
        catch (ArgumentException e)
        {
            throw new TokenizerException($"The pattern '{pattern}' cannot be read: {e.Message} Correct it in the tokenizer's file.", e);
        }
    }

    private void ReadAll()
    {
        while (_at < _pattern.Length)
        {
            char c = _pattern[_at];
            switch (c)
            {
                case '(': Open(); break;
                case ')': Close(); break;
                case '[': ReadClass(); break;
                case '|': Put(_pattern[_at++].ToString(), isAtom: false); break;
                case '*' or '+' or '?' or '{': Repeat(); break;
                case '\\': ReadEscape(inClass: false); break;
                case '.' or '^' or '$' or ']' or '}': throw Refuse($"'{c}' means something else there");
                default:
                    Name(c, c);
                    _at++;
                    Put(Regex.Escape(c.ToString()), isAtom: true);
                    break;
            }
        }
    }

    private void Put(string text, bool isAtom)
    {
        _atom = isAtom ? _output.Length : -1;
        _atomRepeats = false;
        _output.Append(text);
    }

    private void Name(char first, char last)
    {
        if (char.IsSurrogate(first) || char.IsSurrogate(last)) throw Refuse("it names a character outside the basic plane");
        _named.Add((first, last));
    }

    private void Open()
    {
        string rest = _pattern[_at..];
        if (rest.StartsWith("(?i:", StringComparison.Ordinal))
        {
            ReadCaseless();
            return;
        }
        string opening = _openings.FirstOrDefault(known => rest.StartsWith(known, StringComparison.Ordinal))
            ?? (rest.StartsWith("(?", StringComparison.Ordinal) ? throw Refuse("a group of this kind is not read") : "(");
        _groups.Push((_output.Length, _repeated));
        _repeated = false;
        _at += opening.Length;
        Put(opening, isAtom: false);
    }

    private void Close()
    {
        if (_groups.Count == 0) throw Refuse("a bracket is closed that was not opened");
        bool repeats = _repeated;
        (int start, bool outside) = _groups.Pop();
        _repeated |= outside;
        _at++;
        _output.Append(')');
        (_atom, _atomRepeats) = (start, repeats);
    }

    private void ReadCaseless()
    {
        int end = _pattern.IndexOf(')', _at);
        string[] words = end < 0 ? [] : _pattern[(_at + "(?i:".Length)..end].Split('|');
        if (words.Length == 0 || !words.All(_caseless.Contains))
            throw Refuse("a group that ignores case is read for English contractions only");
        Name('a', 'z');
        Name('A', 'Z');
        Name('\u017F', '\u017F');
        // U+017F, the long s, is an s to whoever ignores case.
        string text = string.Join('|', words.Select(word =>
            word == "[sdmt]" ? "[sdmtSDMT\u017F]" : string.Concat(word.Select(AnyCase))));
        _at = end + 1;
        Put($"(?:{text})", isAtom: true);
    }

    private static string AnyCase(char letter) =>
        letter == 's' ? "[sS\u017F]"
        : char.IsAsciiLetter(letter) ? $"[{letter}{char.ToUpperInvariant(letter)}]"
        : letter.ToString();

    private void ReadClass()
    {
        int start = _output.Length;
        _output.Append('[');
        _at++;
        if (Peek() == '^')
        {
            _output.Append('^');
            _at++;
        }
        int empty = _output.Length;
        while (Peek() is not ']' and var c)
        {
            if (c == '&' && Peek(1) == '&') throw Refuse("an intersection of classes is not read");
            char? first = ReadMember();
            if (first is null || Peek() != '-' || Peek(1) == ']') continue;
            _output.Append('-');
            _at++;
            if (ReadMember() is not { } last || last < first) throw Refuse("a range in a class ends before it begins");
            Name(first.Value, last);
        }
        if (_output.Length == empty) throw Refuse("a class is empty");
        _output.Append(']');
        _at++;
        (_atom, _atomRepeats) = (start, false);
    }

    /// <summary>One character of a class, or an escape that stands for many.</summary>
    private char? ReadMember()
    {
        char c = Peek();
        if (c == '\\') return ReadEscape(inClass: true);
        if (c is '[' or '\0') throw Refuse(c == '[' ? "a class within a class is not read" : "a class has no end");
        Name(c, c);
        _at++;
        _output.Append(c is '\\' or ']' or '[' or '^' or '-' ? $"\\{c}" : c.ToString());
        return c;
    }

    private char? ReadEscape(bool inClass)
    {
        char kind = Peek(1);
        int start = _output.Length;
        char? single = null;
        switch (kind)
        {
            case 's' or 'S' or 'd' or 'D':
                _output.Append('\\').Append(kind);
                _at += 2;
                break;
            case 'p' or 'P':
                int end = _pattern.IndexOf('}', _at);
                string name = Peek(2) == '{' && end > 0 ? _pattern[(_at + 3)..end] : "";
                if (!_categories.Contains(name)) throw Refuse($"'\\{kind}' is read with a general category only, such as '\\p{{L}}'");
                _output.Append($"\\{kind}{{{name}}}");
                _at = end + 1;
                break;
            default:
                single = ReadSingle(kind);
                Name(single.Value, single.Value);
                _output.Append($"\\u{(int)single.Value:X4}");
                break;
        }
        if (!inClass) (_atom, _atomRepeats) = (start, false);
        return single;
    }

    private char ReadSingle(char kind)
    {
        if (kind == 'u' && _at + 6 <= _pattern.Length
            && int.TryParse(_pattern.AsSpan(_at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
        {
            _at += 6;
            return (char)value;
        }
        _at += 2;
        return kind switch
        {
            'r' => '\r',
            'n' => '\n',
            't' => '\t',
            'f' => '\f',
            _ when kind < 0x80 && (char.IsPunctuation(kind) || char.IsSymbol(kind)) || kind == ' ' => kind,
            _ => throw Refuse($"the escape '\\{kind}' is not read"),
        };
    }

    private void Repeat()
    {
        int end = _at + 1;
        if (_pattern[_at] == '{')
        {
            end = _pattern.IndexOf('}', _at) + 1;
            string[] bounds = end > 0 ? _pattern[(_at + 1)..(end - 1)].Split(',') : [];
            bool areNumbers = bounds is [var exact] ? IsNumber(exact)
                : bounds is [var least, var most] && IsNumber(least) && (most is "" || IsNumber(most));
            if (!areNumbers) throw Refuse("a '{' begins a number of repetitions, or is written '\\{'");
        }
        string quantifier = _pattern[_at..end];
        if (_atom < 0) throw Refuse($"'{quantifier}' has nothing to repeat");
        // Repeating what repeats takes exponential time on some texts.
        if (_atomRepeats && quantifier != "?") throw Refuse("a group in which something is repeated is repeated itself");
        bool isSimple = quantifier is "?" or "*" or "+";
        _at = end;
        if (Peek() == '+' && isSimple)
        {
            _at++;
            _output.Insert(_atom, "(?>").Append(quantifier).Append(')');
        }
        else if (Peek() == '?' && isSimple)
        {
            _at++;
            _output.Append(quantifier).Append('?');
        }
        else if (Peek() is '+' or '?' or '*' or '{') throw Refuse("a repetition is repeated");
        else _output.Append(quantifier);
        _atom = -1;
        _repeated = true;
    }

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>The character to come; zero behind the end.</summary>
    private char Peek(int ahead = 0) => _at + ahead < _pattern.Length ? _pattern[_at + ahead] : '\0';

    private TokenizerException Refuse(string why) => new(
        $"The pattern '{_pattern}' cannot be used: at {_at}, {why}. Text would be divided otherwise than by the tokenizer's own program. "
        + "Use a tokenizer with a pattern of the kinds of GPT-2, Llama 3 or Qwen.")
    {
        IsUnsupported = true,
    };
}
