using System.Globalization;
using System.Text;

namespace Tributary.Models;

/// <summary>What makes text of tokens: the <c>decoder</c> of a tokenizer's file.</summary>
/// <remarks>A decoder is a chain of steps, each of which turns a list of pieces into another; in the end they are joined.</remarks>
internal static class DecoderReader
{
    private const string Metaspace = "\u2581";

    /// <summary>Turns the pieces of tokens into pieces of text.</summary>
    /// <param name="pieces">The tokens' texts.</param>
    internal delegate List<string> Step(List<string> pieces);

    /// <summary>Reads a decoder; without one, tokens are joined with spaces.</summary>
    /// <exception cref="TokenizerException">It is broken, or of a kind that is not supported.</exception>
    public static Func<List<string>, byte[]> Read(TokenizerJson json)
    {
        if (json.IsNull) return tokens => Encoding.UTF8.GetBytes(string.Join(' ', tokens));
        var steps = new List<Step>();
        bool isBytes = false;
        foreach (TokenizerJson step in json.Type == "Sequence" ? json.Only("type", "decoders")["decoders"].Items() : [json])
        {
            if (isBytes) throw step.Unsupported("works on what 'ByteLevel' has decoded, and this version decodes bytes last");
            if (step.Type != "ByteLevel") steps.Add(ReadStep(step));
            else isBytes = step.Only("type", "add_prefix_space", "trim_offsets", "use_regex").Type == "ByteLevel";
        }
        return tokens =>
        {
            List<string> pieces = steps.Aggregate(tokens, (pieces, step) => step(pieces));
            var bytes = new List<byte>();
            foreach (string piece in pieces)
                if (isBytes) ByteAlphabet.Read(piece, bytes);
                else bytes.AddRange(Encoding.UTF8.GetBytes(piece));
            return [.. bytes];
        };
    }

    private static Step ReadStep(TokenizerJson json)
    {
        switch (json.Type)
        {
            case "Replace":
                json.Only("type", "pattern", "content");
                TokenizerJson pattern = json["pattern"];
                string from = pattern.Only("String")["String"].Text, to = json["content"].Text;
                if (from.Length == 0) throw pattern.Wrong("a pattern that is not empty");
                return pieces => [.. pieces.Select(piece => piece.Replace(from, to, StringComparison.Ordinal))];
            case "ByteFallback":
                json.Only("type");
                return JoinBytes;
            case "Fuse":
                json.Only("type");
                return pieces => [string.Concat(pieces)];
            case "Strip":
                json.Only("type", "content", "start", "stop");
                string content = json["content"].Text;
                if (content.Length != 1) throw json["content"].Wrong("one character");
                int start = json["start"].Whole(), stop = json["stop"].Whole();
                return pieces => [.. pieces.Select(piece => Strip(piece, content[0], start, stop))];
            case "Metaspace":
                json.Only("type", "replacement", "prepend_scheme", "split");
                if (json["replacement"].TextOr(Metaspace) != Metaspace) throw json["replacement"].Unsupported("is not U+2581");
                bool prepends = json["prepend_scheme"].TextOr("always") != "never";
                return pieces =>
                    [.. pieces.Select((piece, i) => piece.Replace(Metaspace, prepends && i == 0 ? "" : " ", StringComparison.Ordinal))];
            default:
                throw json.Unsupported($"decodes by '{json.Type}', which this version does not do");
        }
    }

    private static string Strip(string piece, char content, int start, int stop)
    {
        int first = 0, end = piece.Length;
        while (first < start && first < end && piece[first] == content) first++;
        while (piece.Length - end < stop && end > first && piece[end - 1] == content) end--;
        return piece[first..end];
    }

    /// <summary>Tokens of bytes side by side become their text; each a U+FFFD where they are no UTF-8.</summary>
    private static List<string> JoinBytes(List<string> pieces)
    {
        var result = new List<string>();
        var bytes = new List<byte>();
        foreach (string piece in pieces.Append(null!))
        {
            if (piece is ['<', '0', 'x', _, _, '>']
                && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                continue;
            }
            if (bytes.Count > 0) result.AddRange(TextOf([.. bytes]));
            bytes.Clear();
            if (piece is not null) result.Add(piece);
        }
        return result;
    }

    private static IEnumerable<string> TextOf(byte[] bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? [Encoding.UTF8.GetString(bytes)] : Enumerable.Repeat("\uFFFD", bytes.Length);
}
