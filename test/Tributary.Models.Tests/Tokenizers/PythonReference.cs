using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>GPT-2's published algorithm, written down a second time in Python.</summary>
internal static class PythonReference
{
    public static int[][] Encode(BpeTokenizer tokenizer, IEnumerable<string> texts)
    {
        Python.RequireModule("json", "python3");
        JsonNode model = JsonNode.Parse(tokenizer.ToJson())!["model"]!;
        var request = new JsonObject
        {
            ["vocab"] = model["vocab"]!.DeepClone(),
            ["merges"] = model["merges"]!.DeepClone(),
            ["texts"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]),
        };
        string script = Path.Combine(AppContext.BaseDirectory, "Tokenizers", "gpt2.py");
        return [.. JsonNode.Parse(Python.Run([script], request.ToJsonString()))!.AsArray()
            .Select(tokens => tokens!.AsArray().Select(token => (int)token!).ToArray())];
    }
}
