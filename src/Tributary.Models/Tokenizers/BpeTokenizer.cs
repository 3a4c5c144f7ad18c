using System.Text;

namespace Tributary.Models;

/// <summary>A tokenizer by byte-pair encoding, as a <c>tokenizer.json</c> of Hugging Face's library describes it.</summary>
/// <remarks>
/// Text is searched for added tokens, normalized, divided into words, and each word is encoded; the result is that of the library. What
/// this version would do otherwise is refused when the file is read.
/// </remarks>
public sealed class BpeTokenizer : ITokenizer
{
    private readonly TokenizerParts _parts;
    private readonly string?[] _tokens;
    private readonly AddedTokenFinder _raw, _normalized;
    private readonly Dictionary<int, AddedToken> _added;
    private readonly Lazy<string> _json;

    internal BpeTokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _added = parts.Added.ToDictionary(token => token.Id);
        _tokens = new string?[parts.Model.Ids.Values.Concat(_added.Keys).Max() + 1];
        foreach ((string token, int id) in parts.Model.Ids) _tokens[id] = token;
        // As the library has it: a token that is looked for in normalized text reads as it looks there.
        foreach (AddedToken token in parts.Added) _tokens[token.Id] = token.Normalized ? parts.Normalize(token.Content) : token.Content;
        _raw = new AddedTokenFinder(parts.Added.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _normalized = new AddedTokenFinder(
            parts.Added.Where(token => token.Normalized).Select(token => (parts.Normalize(token.Content), token)));
        SpecialTokens = parts.Added.Where(token => token.Special).ToDictionary(token => token.Content, token => token.Id);
        _json = new Lazy<string>(() => TokenizerWriter.Write(parts));
    }

    /// <inheritdoc/>
    public int VocabularySize => _tokens.Length;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <summary>The tokens that the file puts before a text and behind it, such as those for its beginning and end.</summary>
    public (IReadOnlyList<int> Before, IReadOnlyList<int> Behind) Frame => (_parts.Before, _parts.Behind);

    /// <summary>Tokens that are looked for in text before anything else is done with it.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => _parts.Added;

    /// <summary>What is merged, in order of the ranks.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges => _parts.Model.Merges;

    /// <summary>Whether a folder has what <see cref="Read"/> reads.</summary>
    public static bool IsIn(string folder) => TokenizerFiles.AreIn(folder);

    /// <summary>Reads a <c>tokenizer.json</c>, or a folder with one or with GPT-2's <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    /// <exception cref="TokenizerException">It is missing or broken, or asks for something that this version does not do.</exception>
    public static BpeTokenizer Read(string path) => TokenizerFiles.Read(path);

    /// <summary>Reads the text of a <c>tokenizer.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What it is called where something is wrong with it.</param>
    /// <exception cref="TokenizerException">It is broken, or asks for something that this version does not do.</exception>
    public static BpeTokenizer Parse(string json, string name = "tokenizer.json") => TokenizerReader.Read(json, name);

    /// <summary>The tokenizer as a <c>tokenizer.json</c>: equal tokenizers give equal texts.</summary>
    public string ToJson() => _json.Value;

    /// <summary>The text of a token as the vocabulary has it, or null where no token has the number.</summary>
    public string? TokenText(int token) => token >= 0 && token < _tokens.Length ? _tokens[token] : null;

    /// <inheritdoc/>
    public int[] Encode(string text) => Encode(text, framed: false);

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">A lone surrogate, which is no character, counts as U+FFFD.</param>
    /// <param name="framed">Whether the tokens of <see cref="Frame"/> stand around them.</param>
    /// <exception cref="DataException">The text has a character for which there is no token; the message names it.</exception>
    public int[] Encode(string text, bool framed)
    {
        text = WellFormed(text);
        var tokens = new List<int>(text.Length / 3 + 4);
        if (framed) tokens.AddRange(_parts.Before);
        foreach ((Range range, AddedToken? token) in _raw.Split(text))
            if (token is not null) tokens.Add(token.Id);
            else EncodeNormalized(_parts.Normalize(text[range]), range.Start.Value == 0, tokens);
        if (framed) tokens.AddRange(_parts.Behind);
        return [.. tokens];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens) => Encoding.UTF8.GetString(DecodeBytes(tokens));

    /// <inheritdoc/>
    public byte[] DecodeBytes(ReadOnlySpan<int> tokens) => _parts.Decode(Texts(tokens, withSpecial: true));

    /// <summary>The text of tokens without the special ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not below <see cref="VocabularySize"/>.</exception>
    public string DecodeText(ReadOnlySpan<int> tokens) => Encoding.UTF8.GetString(_parts.Decode(Texts(tokens, withSpecial: false)));

    private void EncodeNormalized(string text, bool isFirst, List<int> tokens)
    {
        foreach ((Range range, AddedToken? token) in _normalized.Split(text))
            if (token is not null) tokens.Add(token.Id);
            else
                foreach (string word in _parts.Divide(text[range], isFirst && range.Start.Value == 0))
                    _parts.Model.Encode(word, tokens);
    }

    private List<string> Texts(ReadOnlySpan<int> tokens, bool withSpecial)
    {
        var texts = new List<string>(tokens.Length);
        foreach (int token in tokens)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(token, nameof(tokens));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, VocabularySize, nameof(tokens));
            if (!withSpecial && _added.TryGetValue(token, out AddedToken? added) && added.Special) continue;
            if (_tokens[token] is { } text) texts.Add(text);
        }
        return texts;
    }

    private static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text;
        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) result.Append(rune.ToString()); // half a pair is read as U+FFFD
        return result.ToString();
    }
}
