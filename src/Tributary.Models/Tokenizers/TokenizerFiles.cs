using System.Text.Json;

namespace Tributary.Models;

/// <summary>Tokenizers as they lie on a disk: one file, or GPT-2's two.</summary>
internal static class TokenizerFiles
{
    /// <summary>The one file.</summary>
    public const string Whole = "tokenizer.json";

    private const string Vocabulary = "vocab.json", Merges = "merges.txt", EndOfText = "<|endoftext|>";

    /// <summary>Reads a file, or what is in a folder.</summary>
    /// <exception cref="TokenizerException">It is missing or broken, or asks for something that this version does not do.</exception>
    public static BpeTokenizer Read(string path)
    {
        if (!Directory.Exists(path)) return TokenizerReader.Read(ReadText(path), path);
        string whole = Path.Combine(path, Whole), vocabulary = Path.Combine(path, Vocabulary), merges = Path.Combine(path, Merges);
        if (File.Exists(whole)) return TokenizerReader.Read(ReadText(whole), whole);
        return File.Exists(vocabulary) && File.Exists(merges)
            ? ReadPair(vocabulary, merges)
            : throw new TokenizerException(
                $"The folder '{path}' has no '{Whole}', nor both of '{Vocabulary}' and '{Merges}'. Name a tokenizer's file or folder.");
    }

    /// <summary>Whether a folder has a tokenizer.</summary>
    public static bool AreIn(string folder) =>
        File.Exists(Path.Combine(folder, Whole))
            || (File.Exists(Path.Combine(folder, Vocabulary)) && File.Exists(Path.Combine(folder, Merges)));

    private static BpeTokenizer ReadPair(string vocabularyPath, string mergesPath)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(ReadText(vocabularyPath));
            Dictionary<string, int> vocabulary = TokenizerReader.ReadVocabulary(new TokenizerJson(document.RootElement, "$"));
            string[] lines = ReadText(mergesPath).Split('\n');
            var merges = new List<(string, string)>();
            for (int i = 0; i < lines.Length; i++)
            {
                string line = lines[i].TrimEnd('\r');
                if (line.Length == 0 || (i == 0 && line.StartsWith("#version", StringComparison.Ordinal))) continue;
                merges.Add(line.Split(' ') is [var left, var right] ? (left, right)
                    : throw new TokenizerException($"Line {i + 1} of '{mergesPath}' does not name two tokens. Fetch it again."));
            }
            AddedToken[] added = vocabulary.TryGetValue(EndOfText, out int end) ? [new AddedToken(end, EndOfText) { Special = true }] : [];
            return ByteLevelLayout.Make(new BpeModel(vocabulary, merges, new BpeOptions()), added);
        }
        catch (JsonException e)
        {
            throw new TokenizerException($"'{vocabularyPath}' is no JSON, or not all of it: {e.Message} Fetch it again.", e);
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return DataFile.ReadText(path);
        }
        catch (DataException e)
        {
            throw new TokenizerException(e.Message, e);
        }
    }
}
