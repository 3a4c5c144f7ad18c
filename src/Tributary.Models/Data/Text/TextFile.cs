namespace Tributary.Models;

/// <summary>
/// Reads plain UTF-8 text from a file, or from all <c>.txt</c> and <c>.txt.gz</c> files of a folder in order of their names.
/// </summary>
public static class TextFile
{
    /// <summary>Reads text and divides it into documents, which together are the whole text.</summary>
    /// <param name="path">A file (unpacked where its name ends in <c>.gz</c>) or a folder.</param>
    /// <param name="keys">What a document is.</param>
    /// <param name="vocabulary">The tokens; the characters that occur where null.</param>
    /// <exception cref="DataException">
    /// Nothing is there, it is not UTF-8, no speaker is named, or a character is not in the vocabulary.
    /// </exception>
    public static TextData Read(string path, TextKeys keys = TextKeys.File, Vocabulary? vocabulary = null)
    {
        (string Path, string Text)[] files = [.. FilesAt(path).Select(file => (file, DataFile.ReadText(file)))];
        vocabulary ??= Vocabulary.OfCharacters(string.Concat(files.Select(file => file.Text)));
        var tokens = new List<ushort>();
        var documents = new List<TextDocument>();
        foreach ((string file, string text) in files)
            foreach ((string key, Range range) in keys is TextKeys.Speaker ? Speeches(file, text) : [(NameOf(file), ..)])
            {
                int start = tokens.Count;
                tokens.AddRange(Encode(file, text, range, vocabulary));
                documents.Add(new TextDocument(key, start, tokens.Count - start));
            }
        return new TextData(vocabulary, [.. tokens], [.. documents]);
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

    private static ushort[] Encode(string file, string text, Range range, Vocabulary vocabulary)
    {
        try
        {
            return vocabulary.Encode(text[range]);
        }
        catch (DataException e)
        {
            int line = 1 + text[..range.Start.GetOffset(text.Length)].Count(character => character == '\n');
            throw new DataException($"'{file}', in the document that begins at line {line}: {e.Message}", e);
        }
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
