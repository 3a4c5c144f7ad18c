using Tributary.Models;

namespace Tributary.Training;

/// <summary>A tokenizer that is at hand, such as that of a trained model.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
public sealed record GivenTokenizer(ITokenizer Tokenizer) : ITokenizerSource
{
    /// <inheritdoc/>
    public ITokenizer Make(Corpus whole, Func<Corpus> training) => Tokenizer;
}
