using System.Text;

namespace Tributary.Models;

/// <summary>The tokens of a text model: the 256 bytes of UTF-8, or a set of characters in order of their code points.</summary>
public sealed class Vocabulary : ITokenizer
{
    private static readonly Dictionary<string, int> _none = [];

    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _numbers = [];

    private Vocabulary(Rune[] characters)
    {
        _characters = characters;
        foreach (Rune character in characters) _numbers.Add(character, _numbers.Count);
    }

    /// <summary>One token a byte of UTF-8: knows every text.</summary>
    public static Vocabulary Bytes { get; } = new([]);

    /// <inheritdoc/>
    public int VocabularySize => IsBytes ? 256 : _characters.Length;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> SpecialTokens => _none;

    /// <summary>Whether tokens are bytes.</summary>
    public bool IsBytes => _characters.Length == 0;

    /// <summary>
    /// The characters in order of their token numbers; empty for bytes. <see cref="OfCharacters"/> of it gives the vocabulary again.
    /// </summary>
    public string Characters => string.Concat(_characters);

    /// <summary>The distinct characters of a text, in order of their code points.</summary>
    /// <exception cref="DataException">The text is empty or has more than 65,536 distinct characters.</exception>
    public static Vocabulary OfCharacters(string text)
    {
        Rune[] characters = [.. text.EnumerateRunes().Distinct().Order()];
        return characters.Length is > 0 and <= 1 << 16
            ? new Vocabulary(characters)
            : throw new DataException(
                $"The text has {characters.Length} distinct characters; a vocabulary has 1 to 65536. Use bytes as tokens.");
    }

    /// <summary>The token numbers of a text.</summary>
    /// <exception cref="DataException">A character is not in the vocabulary; the message gives its line and column.</exception>
    public int[] Encode(string text)
    {
        if (IsBytes) return [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];
        var tokens = new List<int>(text.Length);
        int line = 1, column = 1;
        foreach (Rune character in text.EnumerateRunes())
        {
            if (!_numbers.TryGetValue(character, out int token))
                throw new DataException(
                    $"Line {line}, column {column}: the character '{character}' (U+{character.Value:X4}) " +
                    $"is not among the {VocabularySize} of the vocabulary. "
                    + "Use the vocabulary of this text, or bytes as tokens.");
            tokens.Add(token);
            (line, column) = character.Value == '\n' ? (line + 1, 1) : (line, column + 1);
        }
        return [.. tokens];
    }

    /// <summary>The text of token numbers; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not below <see cref="VocabularySize"/>.</exception>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        Check(tokens);
        if (IsBytes) return Encoding.UTF8.GetString(DecodeBytes(tokens));
        var text = new StringBuilder(tokens.Length);
        foreach (int token in tokens) text.Append(_characters[token].ToString());
        return text.ToString();
    }

    /// <inheritdoc/>
    public byte[] DecodeBytes(ReadOnlySpan<int> tokens)
    {
        Check(tokens);
        return IsBytes ? [.. tokens.ToArray().Select(token => (byte)token)] : Encoding.UTF8.GetBytes(Decode(tokens));
    }

    private void Check(ReadOnlySpan<int> tokens)
    {
        foreach (int token in tokens)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(token, nameof(tokens));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, VocabularySize, nameof(tokens));
        }
    }
}
