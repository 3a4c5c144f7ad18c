namespace Tributary.Models;

/// <summary>
/// Reads plain UTF-8 text from a file, or from all <c>.txt</c> and <c>.txt.gz</c> files of a folder in order of their names.
/// </summary>
public static class TextFile
{
    /// <summary>Reads text and divides it into documents, which together are the whole text.</summary>
    /// <param name="path">A file (unpacked where its name ends in <c>.gz</c>) or a folder.</param>
    /// <param name="keys">What a document is.</param>
    /// <param name="tokenizer">The tokens; the characters that occur where null.</param>
    /// <exception cref="DataException">
    /// Nothing is there, it is not UTF-8, no speaker is named, or a character has no token.
    /// </exception>
    public static TextData Read(string path, TextKeys keys = TextKeys.File, ITokenizer? tokenizer = null)
    {
        Corpus corpus = ReadCorpus(path, keys);
        return tokenizer is null ? corpus.EncodeCharacters() : corpus.Encode(tokenizer);
    }

    /// <summary>Reads text and divides it into documents, which together are the whole text.</summary>
    /// <inheritdoc cref="Read" path="/param[@name='path']|/param[@name='keys']"/>
    /// <exception cref="DataException">Nothing is there, it is not UTF-8, or no speaker is named.</exception>
    public static Corpus ReadCorpus(string path, TextKeys keys = TextKeys.File)
    {
        var documents = new List<Corpus.Document>();
        foreach (string file in FilesAt(path))
        {
            string text = DataFile.ReadText(file);
            int line = 1;
            foreach ((string key, Range range) in keys is TextKeys.Speaker ? Speeches(file, text) : [(NameOf(file), ..)])
            {
                documents.Add(new Corpus.Document(key, file, line, text[range]));
                line += text.AsSpan()[range].Count('\n');
            }
        }
        return new Corpus(documents);
    }

    private static string[] FilesAt(string path)
    {
        if (!Directory.Exists(path)) return [path];
        string[] files = [.. Directory.GetFiles(path).Where(IsText).Order(StringComparer.Ordinal)];
        return files is []
            ? throw new DataException($"The folder '{path}' has no .txt or .txt.gz files. Name the folder of the texts.")
            : files;
    }

    private static bool IsText(string path) =>
        path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".txt.gz", StringComparison.OrdinalIgnoreCase);

    private static string NameOf(string path)
    {
        string name = Path.GetFileName(path);
        return name.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot ? name[..dot] : name;
    }

    private static List<(string Key, Range Range)> Speeches(string file, string text)
    {
        var speeches = new List<(string, Range)>();
        string? speaker = null;
        int start = 0;
        bool afterEmpty = true;
        for (int position = 0, next; position < text.Length; position = next)
        {
            int end = text.IndexOf('\n', position);
            next = end < 0 ? text.Length : end + 1;
            ReadOnlySpan<char> line = text.AsSpan(position..next).TrimEnd();
            if (afterEmpty && line is [.. var name, ':'])
            {
                // What stands before the first name belongs to nobody yet and goes to the first speaker.
                if (speaker is not null)
                {
                    speeches.Add((speaker, start..position));
                    start = position;
                }
                speaker = name.ToString();
            }
            afterEmpty = line.IsEmpty;
        }
        if (speaker is null)
            throw new DataException(
                $"'{file}' names no speakers: no line ends in ':' after an empty line. Take whole files as documents instead.");
        speeches.Add((speaker, start..text.Length));
        return speeches;
    }
}
