using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>A byte-level tokenizer learnt from the training text of all sites together, as <see cref="BpeTrainer"/> learns it.</summary>
/// <remarks>For simulations: its tokens are pieces of the sites' texts, so that the field refuses it.</remarks>
public sealed record LearntTokens : ITokenizerSource, IChecked
{
    private const int Most = 1 << 20;

    /// <summary>The number of tokens, the 256 bytes among them.</summary>
    public required int Size { get; init; }

    /// <inheritdoc/>
    public bool LearnsFromText => true;

    /// <inheritdoc/>
    public ITokenizer Make(Corpus whole, Func<Corpus> training) => BpeTrainer.Train(training().Texts, Size);

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Size is < BpeTrainer.Bytes or > Most)
            yield return Problem.OutOfRange($"{path}.size",
                $"{Size} tokens are none that can be learnt: the {BpeTrainer.Bytes} bytes come first, and more than {Most} help nobody. "
                + "Give a number such as 1024.");
    }
}
