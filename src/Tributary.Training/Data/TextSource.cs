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

    /// <summary>The share at the end of the text that is kept for testing, above 0 and below 1.</summary>
    public double Validation { get; init; } = 0.1;

    /// <inheritdoc/>
    public IDataSource In(string folder) => this with { Path = System.IO.Path.Combine(folder, Path) };

    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder)
    {
        (TextData train, TextData test) = TextFile.Read(Path, By, Bytes ? Vocabulary.Bytes : null).Cut(1 - Validation);
        return new DataSplit(train, test);
    }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Validation is not (> 0 and < 1))
            yield return Problem.OutOfRange($"{path}.validation",
                $"{Validation} is no share of a text: nothing would be left to train on, or to measure with. " +
                "Give a number between 0 and 1, such as 0.1.");
    }
}
