using System.Text;

namespace Tributary.Models;

/// <summary>Text made of documents with a key each, before it is encoded.</summary>
public sealed class Corpus
{
    private readonly IReadOnlyList<Document> _documents;

    internal Corpus(IReadOnlyList<Document> documents) => _documents = documents;

    /// <summary>The texts of the documents, in their order: together the whole text.</summary>
    public IEnumerable<string> Texts => _documents.Select(document => document.Text);

    /// <summary>Encodes the characters that occur.</summary>
    /// <exception cref="DataException">There are too many.</exception>
    public TextData EncodeCharacters() => Encode(Vocabulary.OfCharacters(string.Concat(Texts)));

    /// <summary>Encodes every document by itself.</summary>
    /// <exception cref="DataException">A document has a character for which there is no token; the message says where.</exception>
    public TextData Encode(ITokenizer tokenizer)
    {
        var tokens = new List<int>();
        var documents = new List<TextDocument>();
        foreach (Document document in _documents)
        {
            int start = tokens.Count;
            tokens.AddRange(Encode(document, tokenizer));
            if (tokens.Count > start) documents.Add(new TextDocument(document.Key, start, tokens.Count - start));
        }
        return new TextData(tokenizer, [.. tokens], [.. documents]);
    }

    /// <summary>The documents whose keys are wanted, in their order.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public Corpus Where(Func<string, bool> key)
    {
        Document[] kept = [.. _documents.Where(document => key(document.Key))];
        return kept.Length > 0 ? new Corpus(kept) : throw new DataException("No document of the text is wanted. Ask for others.");
    }

    /// <summary>The keys that occur, in alphabetical order.</summary>
    public IReadOnlyList<string> Keys => [.. _documents.Select(document => document.Key).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Cuts the text in two by its characters; a document across the cut is divided.</summary>
    /// <param name="fraction">The first part's share of the characters, above 0 and below 1.</param>
    /// <exception cref="DataException">One part would be empty.</exception>
    public (Corpus First, Corpus Second) Cut(double fraction)
    {
        int[] lengths = [.. _documents.Select(document => document.Text.EnumerateRunes().Count())];
        int total = lengths.Sum(), cut = (int)(total * fraction), position = 0;
        if (cut <= 0 || cut >= total)
            throw new DataException(
                $"{total} characters cannot be cut at the fraction {fraction}: one part would be empty. Use a fraction between 0 and 1.");
        var first = new List<Document>();
        var second = new List<Document>();
        for (int i = 0; i < lengths.Length; i++)
        {
            Document document = _documents[i];
            int before = Math.Clamp(cut - position, 0, lengths[i]);
            int place = document.Text.EnumerateRunes().Take(before).Sum(rune => rune.Utf16SequenceLength);
            if (before > 0) first.Add(document with { Text = document.Text[..place] });
            if (before < lengths[i]) second.Add(document with { Text = document.Text[place..] });
            position += lengths[i];
        }
        return (new Corpus(first), new Corpus(second));
    }

    /// <summary>Cuts every document in two by its characters; one that is too short for that is in the first part alone.</summary>
    /// <param name="fraction">The first part's share of each document, above 0 and below 1.</param>
    /// <exception cref="DataException">The second part would be empty.</exception>
    public (Corpus First, Corpus Second) CutEach(double fraction)
    {
        var first = new List<Document>();
        var second = new List<Document>();
        foreach (Document document in _documents)
        {
            Rune[] runes = [.. document.Text.EnumerateRunes()];
            int kept = Math.Clamp((int)Math.Ceiling(runes.Length * fraction), 0, runes.Length);
            int place = runes.Take(kept).Sum(rune => rune.Utf16SequenceLength);
            first.Add(document with { Text = document.Text[..place] });
            if (kept < runes.Length) second.Add(document with { Text = document.Text[place..] });
        }
        if (second.Count == 0)
            throw new DataException(
                $"No document is long enough to be cut at the fraction {fraction}. Set something apart in another way.");
        return (new Corpus(first), new Corpus(second));
    }

    private static int[] Encode(Document document, ITokenizer tokenizer)
    {
        try
        {
            return tokenizer.Encode(document.Text);
        }
        catch (DataException e)
        {
            throw new DataException($"'{document.File}', in the document that begins at line {document.Line}: {e.Message}", e);
        }
    }

    /// <summary>A stretch of text that belongs together.</summary>
    /// <param name="Key">Whose it is.</param>
    /// <param name="File">Where it was read.</param>
    /// <param name="Line">The line at which it begins there, from 1.</param>
    /// <param name="Text">What it says.</param>
    internal sealed record Document(string Key, string File, int Line, string Text);
}
