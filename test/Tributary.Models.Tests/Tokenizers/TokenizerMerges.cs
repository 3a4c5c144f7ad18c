using System.Text.Json.Nodes;

namespace Tributary.Models.Tests;

/// <summary>What a tokenizer merges, as its file says it.</summary>
internal static class TokenizerMerges
{
    public static IEnumerable<string> Of(BpeTokenizer tokenizer) =>
        JsonNode.Parse(tokenizer.ToJson())!["model"]!["merges"]!.AsArray().Select(merge => merge!.ToString());
}
