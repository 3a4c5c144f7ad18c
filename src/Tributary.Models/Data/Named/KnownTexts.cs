using System.Text;

namespace Tributary.Models;

/// <summary>The sets of text that a data folder may hold, under the names of their files at the source.</summary>
internal static class KnownTexts
{
    /// <summary>Scenes from Shakespeare, a document a speech.</summary>
    public static Corpus TinyShakespeare(string folder) => TextFile.ReadCorpus(Path.Combine(folder, "input.txt"), TextKeys.Speaker);

    /// <summary>Books of Project Gutenberg as NLTK selects them, a document a book, whose key is its author.</summary>
    /// <exception cref="DataException">The folder has no books, or one cannot be read.</exception>
    public static Corpus Gutenberg(string folder)
    {
        string[] files = [.. Directory.GetFiles(folder)
            .Where(path => path.EndsWith(".txt", StringComparison.Ordinal) || path.EndsWith(".txt.gz", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        if (files is [])
            throw new DataException($"The folder '{folder}' has no books: files such as 'austen-emma.txt', packed as .gz or not.");
        // One of them is Latin-1, and the others are ASCII, which reads the same.
        return new Corpus([.. files.Select(path =>
            new Corpus.Document(AuthorOf(path), path, 1, Encoding.Latin1.GetString(DataFile.ReadBytes(path))))]);
    }

    /// <summary>What stands before the title: <c>austen</c> of <c>austen-emma.txt.gz</c>.</summary>
    private static string AuthorOf(string path)
    {
        string name = Path.GetFileName(path);
        return name[..name.IndexOfAny(['-', '.'])];
    }
}
