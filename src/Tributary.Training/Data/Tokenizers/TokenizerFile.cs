using Tributary.Models;

namespace Tributary.Training;

/// <summary>A tokenizer that is there already, such as the one that a language model was trained with.</summary>
public sealed record TokenizerFile : ITokenizerSource
{
    /// <summary>The path of a <c>tokenizer.json</c>, or of a folder with one or with <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    public required string Path { get; init; }

    /// <inheritdoc/>
    public ITokenizerSource In(string folder) => this with { Path = System.IO.Path.Combine(folder, Path) };

    /// <inheritdoc/>
    public ITokenizer Make(Corpus whole, Func<Corpus> training) => BpeTokenizer.Read(Path);
}
