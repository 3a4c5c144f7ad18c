using System.Text.Json;

namespace Tributary.Models;

/// <summary>The layout of GPT-2: no normalizer, words by its pattern, bytes for characters.</summary>
internal static class ByteLevelLayout
{
    private const string ByteLevel =
        """{ "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true }""";

    /// <summary>A tokenizer of this layout.</summary>
    public static BpeTokenizer Make(BpeModel model, IReadOnlyList<AddedToken> added)
    {
        using JsonDocument byteLevel = JsonDocument.Parse(ByteLevel);
        return TokenizerReader.Make(model, added, name =>
            new TokenizerJson(name is "pre_tokenizer" or "decoder" ? byteLevel.RootElement : default, $"$.{name}"));
    }
}
