using System.Text;

namespace Tributary.Models;

/// <summary>What is done to text before it is divided: the <c>normalizer</c> of a tokenizer's file.</summary>
internal static class NormalizerReader
{
    /// <summary>Reads a normalizer; text stays as it is where there is none.</summary>
    /// <exception cref="TokenizerException">It is broken, or of a kind that is not supported.</exception>
    public static Func<string, string> Read(TokenizerJson json)
    {
        if (json.IsNull) return text => text;
        switch (json.Type)
        {
            case "Sequence":
                Func<string, string>[] steps = [.. json.Only("type", "normalizers")["normalizers"].Items().Select(Read)];
                return text => steps.Aggregate(text, (result, step) => step(result));
            case "NFC" or "NFD" or "NFKC" or "NFKD":
                json.Only("type");
                bool isCompatible = json.Type.Contains('K', StringComparison.Ordinal), isComposed = json.Type.EndsWith('C');
                return (isCompatible ? isComposed ? UnicodeForm.KC : UnicodeForm.KD : isComposed ? UnicodeForm.C : UnicodeForm.D).Normalize;
            case "Prepend":
                string prefix = json.Only("type", "prepend")["prepend"].Text;
                return text => text.Length == 0 ? text : prefix + text;
            case "Replace":
                CodePointPattern pattern = PreTokenizerReader.ReadPattern(json.Only("type", "pattern", "content")["pattern"]);
                string content = json["content"].Text;
                return text => Replace(text, pattern, content);
            default:
                throw json.Unsupported($"normalizes text by '{json.Type}', which this version does not do");
        }
    }

    private static string Replace(string text, CodePointPattern pattern, string content)
    {
        var result = new StringBuilder(text.Length);
        int end = 0;
        foreach (Range match in pattern.Matches(text))
        {
            result.Append(text, end, match.Start.Value - end).Append(content);
            end = match.End.Value;
        }
        return result.Append(text, end, text.Length - end).ToString();
    }
}
