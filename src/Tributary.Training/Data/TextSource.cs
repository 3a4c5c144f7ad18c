using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>Plain text from a file or a folder of files.</summary>
public sealed record TextSource : IDataSource, IChecked
{
    /// <summary>The path of a text, or of a folder of texts.</summary>
    public required string Path { get; init; }

    /// <summary>What a document is: a whole file, or the speeches of a speaker.</summary>
    public TextKeys By { get; init; } = TextKeys.File;

    /// <summary>Whether tokens are bytes, which know every text, instead of the characters that occur.</summary>
    public bool Bytes { get; init; }

    /// <summary>What turns the text into tokens; the characters that occur where null, or bytes with <see cref="Bytes"/>.</summary>
    public Part? Tokenizer { get; init; }

    /// <summary>The share at the end of the text that is kept for testing, above 0 and below 1.</summary>
    public double Validation { get; init; } = 0.1;

    /// <inheritdoc/>
    public bool LearnsTokens => Source.LearnsFromText;

    private ITokenizerSource Source => Bytes ? new ByteTokens() : TokenizerCatalog.Find(Tokenizer);

    /// <inheritdoc/>
    public IDataSource In(string folder)
    {
        TextSource there = this with { Path = System.IO.Path.Combine(folder, Path) };
        return Tokenizer is null ? there : new EncodedText(_ => there.Load(Source.In(folder)));
    }

    /// <inheritdoc/>
    public IDataSource With(ITokenizer tokenizer) => new EncodedText(_ => Load(new GivenTokenizer(tokenizer)));

    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder) => Load(Source);

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Validation is not (> 0 and < 1))
            yield return Problem.OutOfRange($"{path}.validation",
                $"{Validation} is no share of a text: nothing would be left to train on, or to measure with. " +
                "Give a number between 0 and 1, such as 0.1.");
        if (Bytes && Tokenizer is not null)
            yield return Problem.OutOfRange($"{path}.bytes",
                "'bytes' and 'tokenizer' both say what a token is, and only one can count. Leave 'bytes' out.");
        foreach (Problem problem in TokenizerCatalog.Check(Tokenizer, path)) yield return problem;
    }

    private DataSplit Load(ITokenizerSource tokenizer) => TextSplit.Of(TextFile.ReadCorpus(Path, By), tokenizer, 1 - Validation);
}
