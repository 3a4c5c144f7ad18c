namespace Tributary.Models;

/// <summary>What stands around an encoded text: the <c>post_processor</c> of a tokenizer's file.</summary>
internal static class PostProcessorReader
{
    /// <summary>Reads the tokens before and behind a single text.</summary>
    /// <exception cref="TokenizerException">It is broken, or of a kind that is not supported.</exception>
    public static (int[] Before, int[] Behind) Read(TokenizerJson json, int vocabularySize)
    {
        if (json.IsNull) return ([], []);
        switch (json.Type)
        {
            case "ByteLevel":
                json.Only("type", "add_prefix_space", "trim_offsets", "use_regex"); // about places in text, not about tokens
                return ([], []);
            case "Sequence":
                int[] before = [], behind = [];
                foreach (TokenizerJson step in json.Only("type", "processors")["processors"].Items())
                {
                    (int[] left, int[] right) = Read(step, vocabularySize);
                    before = [.. left, .. before];
                    behind = [.. behind, .. right];
                }
                return (before, behind);
            case "TemplateProcessing":
                return ReadTemplate(json.Only("type", "single", "pair", "special_tokens"), vocabularySize);
            default:
                throw json.Unsupported($"frames text by '{json.Type}', which this version does not do");
        }
    }

    private static (int[] Before, int[] Behind) ReadTemplate(TokenizerJson json, int vocabularySize)
    {
        var before = new List<int>();
        var behind = new List<int>();
        bool sawText = false;
        foreach (TokenizerJson item in json["single"].Items())
        {
            if (!item.Only("SpecialToken", "Sequence")["Sequence"].IsNull)
            {
                if (sawText || item["Sequence"]["id"].Text != "A") throw item.Unsupported("holds a text twice, or a second one");
                sawText = true;
                continue;
            }
            TokenizerJson ids = json["special_tokens"][item["SpecialToken"]["id"].Text]["ids"];
            foreach (TokenizerJson id in ids.Items())
            {
                if (id.Whole() >= vocabularySize) throw id.Wrong($"a token below {vocabularySize}");
                (sawText ? behind : before).Add(id.Whole());
            }
        }
        return sawText ? ([.. before], [.. behind]) : throw json.Wrong("a template with a place for the text");
    }
}
