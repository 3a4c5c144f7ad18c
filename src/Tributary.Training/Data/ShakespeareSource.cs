using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>The set <c>tiny-shakespeare</c>: 40,000 lines from his plays, a document a speech.</summary>
public sealed record ShakespeareSource : IDataSource, IChecked
{
    // nanoGPT measures on the last tenth; figures are comparable only so.
    private const double Train = 0.9;

    /// <summary>What turns the text into tokens; the characters that occur where null.</summary>
    public Part? Tokenizer { get; init; }

    /// <summary>1 or 2: every other speaker, by name; two halves that have no speaker in common. Null for all.</summary>
    public int? Half { get; init; }

    /// <summary>
    /// Whether the last tenth of every speech is set apart to measure with, so that all speeches are trained on; the last tenth of the text
    /// where not.
    /// </summary>
    public bool EachSpeech { get; init; }

    /// <inheritdoc/>
    public bool LearnsTokens => TokenizerCatalog.Find(Tokenizer).LearnsFromText;

    /// <inheritdoc/>
    public IDataSource In(string folder) =>
        Tokenizer is null ? this : new EncodedText(named => Load(named, TokenizerCatalog.Find(Tokenizer).In(folder)));

    /// <inheritdoc/>
    public IDataSource With(ITokenizer tokenizer) => new EncodedText(folder => Load(folder, new GivenTokenizer(tokenizer)));

    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder) => Load(folder, TokenizerCatalog.Find(Tokenizer));

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Half is not (null or 1 or 2))
            yield return Problem.OutOfRange($"{path}.half", $"The speakers are divided in two halves, and {Half} is neither. Give 1 or 2.");
        foreach (Problem problem in TokenizerCatalog.Check(Tokenizer, path)) yield return problem;
    }

    private DataSplit Load(DataFolder folder, ITokenizerSource tokenizer)
    {
        Corpus text = folder.OpenText("tiny-shakespeare");
        if (Half is not { } half) return TextSplit.Of(text, tokenizer, Train, each: EachSpeech);
        var speakers = text.Keys.Where((_, i) => i % 2 == half - 1).ToHashSet(StringComparer.Ordinal);
        return TextSplit.Of(text, tokenizer, Train, speakers.Contains, EachSpeech);
    }
}
