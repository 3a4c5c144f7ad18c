using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>Hugging Face's tokenizers library, run by Node; where it is missing, the test is skipped with the reason.</summary>
internal static class ReferenceLibrary
{
    private const string Package = "artifacts/npm/node_modules/tokenizers";

    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The library's tokens and what it makes of them again, text by text.</summary>
    public static (int Size, int[][] Tokens, string[] Decoded) Encode(string tokenizer, IEnumerable<string> texts, bool framed = false)
    {
        JsonNode answer = Run(new JsonObject
        {
            ["tokenizer"] = tokenizer,
            ["texts"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]),
            ["special"] = framed,
        });
        return ((int)answer["size"]!,
            [.. answer["tokens"]!.AsArray().Select(tokens => tokens!.AsArray().Select(token => (int)token!).ToArray())],
            [.. answer["decoded"]!.AsArray().Select(text => (string)text!)]);
    }

    /// <summary>What the library's trainer merges, in order.</summary>
    /// <param name="tokenizer">What divides text.</param>
    /// <param name="textPath">The text; a file beside it is written.</param>
    public static string[] Train(string tokenizer, string textPath) =>
        [.. Run(new JsonObject { ["tokenizer"] = tokenizer, ["train"] = textPath })["merges"]!.AsArray().Select(merge => (string)merge!)];

    private static JsonNode Run(JsonObject request)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Tributary.slnx"))) root = Path.GetDirectoryName(root);
        string package = Path.Combine(root ?? "", Package);
        Assert.SkipUnless(Directory.Exists(package),
            "The npm package 'tokenizers' is not here to compare with (npm install --prefix artifacts/npm --no-save tokenizers@0.23.2).");
        request["library"] = package;
        try
        {
            string script = Path.Combine(AppContext.BaseDirectory, "Tokenizers", "reference.js");
            return JsonNode.Parse(ChildProcess.Output("node", [script], request.ToJsonString(_options)))!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node is not here to run the npm package 'tokenizers' (Debian: nodejs).");
            throw;
        }
    }
}
