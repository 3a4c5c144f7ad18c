using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>The set <c>gutenberg</c>: 14 books by 10 authors, a document a book; what is measured on, each client holds back.</summary>
public sealed record GutenbergSource : IDataSource, IChecked
{
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

    // The end of the whole text would be the last author's alone: there is no test part, so that every author's end is held back.
    private static DataSplit Load(DataFolder folder, ITokenizerSource tokenizer)
    {
        Corpus books = folder.OpenText("gutenberg");
        return new DataSplit(books.Encode(tokenizer.Make(books, () => books)), null);
    }
}
