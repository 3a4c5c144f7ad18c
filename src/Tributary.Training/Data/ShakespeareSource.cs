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
    public IEnumerable<Problem> Check(string path) => TokenizerCatalog.Check(Tokenizer, path);

    private static DataSplit Load(DataFolder folder, ITokenizerSource tokenizer) =>
        TextSplit.Of(folder.OpenText("tiny-shakespeare"), tokenizer, Train);
}
