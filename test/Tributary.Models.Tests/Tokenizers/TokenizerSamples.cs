using System.Text.Json.Nodes;

namespace Tributary.Models.Tests;

/// <summary>Small tokenizers of the kinds that are in use, with merges learnt from a page of text.</summary>
internal static class TokenizerSamples
{
    public const string Page =
        "It's the end of the world, and we're here: the naïve reader's hello, the world's hello! 1234 5678 1234 the the\n\n"
        + "  Hello world, hello world; they'll see what we've seen. 😀 😀😀 Привет, Привет мир. 你好 你好\n\tthe end, the end...\n";

    public const string Llama3Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string PossessivePattern =
        @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s*[\r\n]|\s+(?!\S)|\s+";

    public const string O200kPattern =
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        + @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        + @"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>GPT-2's layout, with a special token.</summary>
    public static BpeTokenizer Gpt2() => BpeTrainer.Train([Page, Page], 340, "<|endoftext|>");

    /// <summary>The same merges in another layout.</summary>
    public static string With(Action<JsonObject> change)
    {
        JsonObject json = JsonNode.Parse(Gpt2().ToJson())!.AsObject();
        change(json);
        return json.ToJsonString();
    }

    public static readonly string[] Names =
        ["gpt2", "gpt2 with a space first", "llama 3", "o200k", "possessive", "qwen", "compatible", "digits apart", "spaces removed", "no expression", "llama 2", "metaspace", "unknown"];

    public static string Named(string name) => name switch
    {
        "gpt2" => Gpt2().ToJson(),
        "gpt2 with a space first" => With(json => json["pre_tokenizer"]!["add_prefix_space"] = true),
        "llama 3" => With(json =>
        {
            json["pre_tokenizer"] = Split(Llama3Pattern, "Isolated", false);
            json["model"]!["ignore_merges"] = true;
            json["post_processor"] = JsonNode.Parse("""
                { "type": "Sequence", "processors": [ { "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true },
                  { "type": "TemplateProcessing", "single": [ { "SpecialToken": { "id": "<|endoftext|>", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } } ],
                    "pair": [ { "Sequence": { "id": "A", "type_id": 0 } }, { "Sequence": { "id": "B", "type_id": 1 } } ],
                    "special_tokens": { "<|endoftext|>": { "id": "<|endoftext|>", "ids": [0], "tokens": ["<|endoftext|>"] } } } ] }
                """);
        }),
        "o200k" => With(json => json["pre_tokenizer"] = Split(O200kPattern, "Removed", true)),
        "possessive" => With(json => json["pre_tokenizer"] = Split(PossessivePattern, "Isolated", true)),
        "qwen" => With(json =>
        {
            json["normalizer"] = new JsonObject { ["type"] = "NFC" };
            json["pre_tokenizer"] = Split(Llama3Pattern.Replace("{1,3}", "", StringComparison.Ordinal), "Isolated", false);
            json["added_tokens"]![0]!["lstrip"] = true;
        }),
        "compatible" => With(json => json["normalizer"] = JsonNode.Parse("""
            { "type": "Sequence", "normalizers": [ { "type": "NFKC" }, { "type": "Replace", "pattern": { "Regex": " {2,}" }, "content": " " } ] }
            """)),
        "digits apart" => With(json => json["pre_tokenizer"] = JsonNode.Parse("""
            { "type": "Sequence", "pretokenizers": [ { "type": "Digits", "individual_digits": true },
              { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true } ] }
            """)),
        "spaces removed" => With(json => json["pre_tokenizer"] = Split(@"\s+", "Removed", false)),
        "no expression" => With(json => json["pre_tokenizer"]!["use_regex"] = false),
        "llama 2" => Sentences(prepends: true),
        "metaspace" => Sentences(prepends: false),
        "unknown" => Unknown(),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static JsonObject Split(string pattern, string behavior, bool invert) => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
            new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = behavior, ["invert"] = invert },
            new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
    };

    /// <summary>The layout that comes from SentencePiece: spaces are U+2581, unknown characters become bytes.</summary>
    private static string Sentences(bool prepends)
    {
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        for (int i = 0; i < 256; i++) vocabulary[$"<0x{i:X2}>"] = vocabulary.Count;
        foreach (string token in "▁ t h e l o w r d a n ▁t he ▁the ll ▁w or ▁wor ▁▁ ▁▁▁▁ ' s 1 2 . ì".Split(' ')) vocabulary[token] = vocabulary.Count;
        string[] merges = ["▁ t", "h e", "▁t he", "l l", "▁ w", "o r", "▁w or", "▁ ▁", "▁▁ ▁▁"];
        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. new[] { "<unk>", "<s>", "</s>" }.Select((token, i) => new JsonObject
            {
                ["id"] = i, ["content"] = token, ["single_word"] = false, ["lstrip"] = i == 1, ["rstrip"] = i == 2, ["normalized"] = false, ["special"] = true,
            })]),
            ["normalizer"] = prepends ? JsonNode.Parse("""
                { "type": "Sequence", "normalizers": [ { "type": "Prepend", "prepend": "▁" }, { "type": "Replace", "pattern": { "String": " " }, "content": "▁" } ] }
                """) : null,
            ["pre_tokenizer"] = prepends ? null : JsonNode.Parse("""{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true }"""),
            ["post_processor"] = null,
            ["decoder"] = JsonNode.Parse(prepends ? """
                { "type": "Sequence", "decoders": [ { "type": "Replace", "pattern": { "String": "▁" }, "content": " " }, { "type": "ByteFallback" },
                  { "type": "Fuse" }, { "type": "Strip", "content": " ", "start": 1, "stop": 0 } ] }
                """ : """{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true }"""),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = "<unk>",
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = true,
                ["byte_fallback"] = true,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)merge)]),
            },
        };
        return json.ToJsonString();
    }

    private static string Unknown()
    {
        JsonObject json = JsonNode.Parse(Sentences(prepends: true))!.AsObject();
        json["model"]!["byte_fallback"] = false;
        return json.ToJsonString();
    }
}
