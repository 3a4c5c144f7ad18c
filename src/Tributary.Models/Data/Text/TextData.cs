namespace Tributary.Models;

/// <summary>Text as token numbers, made of documents with a key each; a view of shared storage.</summary>
public sealed class TextData : Dataset
{
    private readonly int[] _tokens;
    private readonly TextDocument[] _documents;
    private int[]? _joined;
    private int? _byteCount;

    /// <summary>Takes ownership of tokens and of the documents within them.</summary>
    /// <exception cref="DataException">A document is empty or lies outside the tokens, or a token is not in the vocabulary.</exception>
    public TextData(ITokenizer tokenizer, int[] tokens, params TextDocument[] documents)
    {
        foreach (TextDocument document in documents)
            if (document.Length < 1 || document.Start < 0 || document.Start > tokens.Length - document.Length)
                throw new DataException($"The document '{document.Key}' has no tokens or ends behind the text. Correct its range.");
        int stranger = Array.FindIndex(tokens, token => token < 0 || token >= tokenizer.VocabularySize);
        if (stranger >= 0)
            throw new DataException(
                $"Token {stranger} is {tokens[stranger]}, but the vocabulary has {tokenizer.VocabularySize}. "
                + "Use the tokenizer of this text.");
        Tokenizer = tokenizer;
        _tokens = tokens;
        _documents = documents;
        TokenCount = documents.Sum(document => document.Length);
    }

    private TextData(TextData source, TextDocument[] documents)
    {
        Tokenizer = source.Tokenizer;
        _tokens = source._tokens;
        _documents = documents;
        TokenCount = documents.Sum(document => document.Length);
    }

    /// <summary>What the token numbers stand for.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The number of documents.</summary>
    public override int Count => _documents.Length;

    /// <summary>The number of tokens of all documents.</summary>
    public int TokenCount { get; }

    /// <summary>The length of the text in bytes of UTF-8: what losses of different tokenizers are compared by.</summary>
    public int ByteCount => _byteCount ??= Tokenizer.DecodeBytes(Tokens).Length;

    /// <inheritdoc/>
    public override PartitionInput PartitionInput => new() { Count = Count, Keys = [.. _documents.Select(document => document.Key)] };

    /// <summary>Whose a document is.</summary>
    public string Key(int document) => _documents[document].Key;

    /// <summary>The tokens of one document.</summary>
    public ReadOnlySpan<int> Document(int document) => _tokens.AsSpan(_documents[document].Start, _documents[document].Length);

    /// <summary>The tokens of all documents, one after another: what a language model is trained on.</summary>
    public ReadOnlySpan<int> Tokens => _joined ??= Join();

    /// <summary>All documents of several texts, one text after another.</summary>
    /// <param name="parts">At least one; all over the same tokens.</param>
    /// <exception cref="DataException">Two of them have other tokenizers.</exception>
    public static TextData Concat(IReadOnlyList<TextData> parts)
    {
        if (parts.Any(part => !ReferenceEquals(part.Tokenizer, parts[0].Tokenizer)))
            throw new DataException("Texts with different tokens cannot be put together. Read all of them with one tokenizer.");
        var tokens = new List<int>();
        var documents = new List<TextDocument>();
        foreach (TextData part in parts)
            for (int i = 0; i < part.Count; i++)
            {
                documents.Add(new TextDocument(part.Key(i), tokens.Count, part.Document(i).Length));
                tokens.AddRange(part.Document(i));
            }
        return new TextData(parts[0].Tokenizer, [.. tokens], [.. documents]);
    }

    /// <inheritdoc/>
    public override TextData Select(ReadOnlySpan<int> places) =>
        new(this, [.. Compose([.. Enumerable.Range(0, Count)], places).Select(place => _documents[place])]);

    /// <summary>Cuts the text in two by its tokens; a document across the cut is divided.</summary>
    /// <param name="fraction">The first part's share of the tokens, above 0 and below 1.</param>
    /// <exception cref="DataException">One part would be empty.</exception>
    public (TextData First, TextData Second) Cut(double fraction)
    {
        int cut = (int)(TokenCount * fraction), position = 0;
        if (cut <= 0 || cut >= TokenCount)
            throw new DataException(
                $"{TokenCount} tokens cannot be cut at the fraction {fraction}: one part would be empty. Use a fraction between 0 and 1.");
        var first = new List<TextDocument>();
        var second = new List<TextDocument>();
        foreach (TextDocument document in _documents)
        {
            int before = Math.Clamp(cut - position, 0, document.Length);
            if (before > 0) first.Add(document with { Length = before });
            if (before < document.Length) second.Add(document with { Start = document.Start + before, Length = document.Length - before });
            position += document.Length;
        }
        return (new TextData(this, [.. first]), new TextData(this, [.. second]));
    }

    private int[] Join()
    {
        int[] joined = new int[TokenCount];
        int position = 0;
        for (int i = 0; i < Count; i++)
        {
            Document(i).CopyTo(joined.AsSpan(position));
            position += _documents[i].Length;
        }
        return joined;
    }
}
