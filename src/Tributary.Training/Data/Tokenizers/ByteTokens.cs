using Tributary.Models;

namespace Tributary.Training;

/// <summary>The 256 bytes of UTF-8, which know every text.</summary>
public sealed record ByteTokens : ITokenizerSource
{
    /// <inheritdoc/>
    public ITokenizer Make(Corpus whole, Func<Corpus> training) => Vocabulary.Bytes;
}
