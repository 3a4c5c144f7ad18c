namespace Tributary.Models;

/// <summary>Turns text into token numbers and back; safe for several threads at once.</summary>
public interface ITokenizer
{
    /// <summary>The number of tokens: every token is below it.</summary>
    int VocabularySize { get; }

    /// <summary>Tokens with a meaning beside text, such as the end of a document, by their text.</summary>
    IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <summary>The tokens of a text, without any that are not in it.</summary>
    /// <param name="text">A lone surrogate, which is no character, counts as U+FFFD.</param>
    /// <exception cref="DataException">The text has a character for which there is no token; the message names it.</exception>
    int[] Encode(string text);

    /// <summary>The text of tokens; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not below <see cref="VocabularySize"/>.</exception>
    string Decode(ReadOnlySpan<int> tokens);

    /// <summary>The UTF-8 of tokens, also where they begin or end within a character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not below <see cref="VocabularySize"/>.</exception>
    byte[] DecodeBytes(ReadOnlySpan<int> tokens);
}
