using Tributary.Models;

namespace Tributary.Training;

/// <summary>A token for each character that occurs in the whole text.</summary>
public sealed record CharacterTokens : ITokenizerSource
{
    /// <inheritdoc/>
    public ITokenizer Make(Corpus whole, Func<Corpus> training) => Vocabulary.OfCharacters(string.Concat(whole.Texts));
}
