using System.Buffers;

namespace Tributary.Models;

/// <summary>Finds added tokens in text: the leftmost first, of those that begin at one place the longest.</summary>
/// <remarks>The rules of Hugging Face's library, whose <c>AddedVocabulary</c> does the same with an automaton.</remarks>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, (string Text, AddedToken Token)[]> _byFirst;
    private readonly SearchValues<char> _firsts;

    /// <param name="tokens">What is looked for: the text of each, and the token.</param>
    public AddedTokenFinder(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        _byFirst = tokens.Where(token => token.Text.Length > 0).GroupBy(token => token.Text[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Text.Length).ToArray());
        _firsts = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>Divides a text: stretches without tokens, and tokens, in their order; none is empty.</summary>
    public IEnumerable<(Range Range, AddedToken? Token)> Split(string text)
    {
        int free = 0;
        for (int at = 0; Next(text, at) is { } found; at = found.Start + found.Length)
        {
            int start = found.Start, end = start + found.Length;
            // Space that the token before has taken is not taken twice.
            if (found.Token.LeftStrip) while (start > free && char.IsWhiteSpace(text[start - 1])) start--;
            if (found.Token.RightStrip) while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            if (free < start) yield return (free..start, null);
            yield return (start..end, found.Token);
            free = end;
        }
        if (free < text.Length) yield return (free..text.Length, null);
    }

    private (int Start, int Length, AddedToken Token)? Next(string text, int from)
    {
        for (int at = from; at < text.Length; at++)
        {
            int step = text.AsSpan(at).IndexOfAny(_firsts);
            if (step < 0) return null;
            at += step;
            foreach ((string content, AddedToken token) in _byFirst[text[at]])
                if (text.AsSpan(at).StartsWith(content, StringComparison.Ordinal))
                    return (at, content.Length, token);
        }
        return null;
    }
}
