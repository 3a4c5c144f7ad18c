using System.Text.Json.Nodes;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Models.Tests.Tokenizers;

/// <summary>Whatever stands in a file, a sentence says what is wrong: no crash, no hang, no table without end.</summary>
public sealed class BrokenTokenizerTests
{
    private const string Least = """{ "model": { "type": "BPE", "vocab": { "a": 0, "b": 1, "ab": 2 }, "merges": ["a b"] } }""";

    private static readonly string[] _values =
        ["null", "true", "-1", "1.5", "1e99", "2147483647", "99999999999", "\"\"", "\"x\"", "\"HALF\"", "[]", "{}", "[[]]", "[\"a\",\"b\",\"c\"]", "{\"type\":\"Sequence\"}"];

    private static string Refusal(string json) => Assert.Throws<TokenizerException>(() => BpeTokenizer.Parse(json)).Message;

    /// <summary>Reads it if it can be read, and then uses it.</summary>
    private static void TryAll(string json)
    {
        try
        {
            BpeTokenizer tokenizer = BpeTokenizer.Parse(json);
            tokenizer.Decode(tokenizer.Encode("It's <s> the  end\uD83D\uDE00\n", framed: true));
            Assert.NotEmpty(tokenizer.ToJson());
        }
        catch (DataException e)
        {
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"a b\"", "\"a c\"", "'c', which is not in the vocabulary")]
    [InlineData("\"a b\"", "\"b a\"", "'ba', which is not in the vocabulary")]
    [InlineData("\"a b\"", "\"a b\", [\"a\", \"b\"]", "stands twice")]
    [InlineData("\"a b\"", "\"ab\"", "two tokens")]
    [InlineData("\"a b\"", "[\"a\"]", "two tokens")]
    [InlineData("\"ab\": 2", "\"ab\": 1", "are both the token 1")]
    [InlineData("\"ab\": 2", "\"ab\": 2, \"ab\": 3", "stands twice")]
    [InlineData("\"ab\": 2", "\"ab\": 2147483647", "4000000 tokens are possible")]
    [InlineData("\"ab\": 2", "\"ab\": -1", "whole number")]
    [InlineData("\"ab\": 2", "\"ab\": 1e99", "whole number")]
    [InlineData("\"ab\": 2", "\"ab\": 2, \"\\udc00\": 3", "Unicode")]
    [InlineData("\"vocab\":", "\"vocabulary\":", "does not know")]
    [InlineData("\"BPE\"", "\"Unigram\"", "'Unigram'")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"BPE\", \"dropout\": 0.1", "at random")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"BPE\", \"end_of_word_suffix\": \"</w>\"", "marks parts of words")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"BPE\", \"continuing_subword_prefix\": \"##\"", "marks parts of words")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"BPE\", \"unk_token\": \"<unk>\"", "'<unk>', is not in the vocabulary")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"BPE\", \"byte_fallback\": true", "<0x00>")]
    [InlineData("{ \"model\"", "{ \"truncation\": { \"max_length\": 5 }, \"model\"", "truncation")]
    [InlineData("{ \"model\"", "{ \"normalizer\": { \"type\": \"Lowercase\" }, \"model\"", "'Lowercase'")]
    [InlineData("{ \"model\"", "{ \"pre_tokenizer\": { \"type\": \"Whitespace\" }, \"model\"", "'Whitespace'")]
    [InlineData("{ \"model\"", "{ \"decoder\": { \"type\": \"WordPiece\" }, \"model\"", "'WordPiece'")]
    [InlineData("{ \"model\"", "{ \"post_processor\": { \"type\": \"BertProcessing\" }, \"model\"", "'BertProcessing'")]
    [InlineData("{ \"model\"", "{ \"added_tokens\": [{ \"id\": 7, \"content\": \"<s>\" }], \"model\"", "by its place it is 3")]
    [InlineData("{ \"model\"", "{ \"added_tokens\": [{ \"id\": 1, \"content\": \"a\" }], \"model\"", "by its place it is 0")]
    [InlineData("{ \"model\"", "{ \"added_tokens\": [{ \"id\": 3, \"content\": \"\" }], \"model\"", "not empty")]
    [InlineData("{ \"model\"", "{ \"added_tokens\": [{ \"id\": 3, \"content\": \"<s>\", \"single_word\": true }], \"model\"", "whole words")]
    [InlineData("\"ab\": 2 }, \"merges\": [\"a b\"] }", "\"ab\": 3 }, \"merges\": [] }, \"added_tokens\": [{ \"id\": 3, \"content\": \"<s>\" }]", "another token's")]
    [InlineData("{ \"a\": 0, \"b\": 1, \"ab\": 2 }", "{}", "not in the vocabulary")]
    public void Says_what_is_wrong(string what, string instead, string words)
    {
        Assert.NotEqual(Least, Least.Replace(what, instead, StringComparison.Ordinal));
        Assert.Contains(words, Refusal(Least.Replace(what, instead, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\w+", "escape")]
    [InlineData(@"\bx", "escape")]
    [InlineData(@"\p{Han}+", "general category")]
    [InlineData("^x", "means something else")]
    [InlineData("x.", "means something else")]
    [InlineData("(?<!x)y", "group of this kind")]
    [InlineData("(?i:abc)", "contractions")]
    [InlineData("[a[b]]", "class within a class")]
    [InlineData("[a&&b]", "intersection")]
    [InlineData("[b-a]", "range")]
    [InlineData("[ab", "no end")]
    [InlineData("(a+)+", "repeated itself")]
    [InlineData("(?:a|b+)*", "repeated itself")]
    [InlineData("a{2}{3}", "repetition is repeated")]
    [InlineData("a{2}+", "repetition is repeated")]
    [InlineData("a{,2}", "repetitions")]
    [InlineData("+", "nothing to repeat")]
    [InlineData("a*", "where nothing is")]
    [InlineData("a||b", "where nothing is")]
    [InlineData("(a", "cannot be read")]
    [InlineData("a)", "was not opened")]
    [InlineData("\\", "escape")]
    [InlineData("\uD83D\uDE00", "outside the basic plane")]
    public void Refuses_patterns_that_could_divide_text_otherwise(string pattern, string words)
    {
        string json = TokenizerSamples.With(json => json["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "Split",
            ["pattern"] = new JsonObject { ["Regex"] = pattern },
            ["behavior"] = "Isolated",
            ["invert"] = false,
        });
        Assert.Contains(words, Refusal(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_what_is_broken_from_what_is_not_supported()
    {
        Assert.False(Assert.Throws<TokenizerException>(() => BpeTokenizer.Parse(Least[..20])).IsUnsupported);
        Assert.True(Assert.Throws<TokenizerException>(() => BpeTokenizer.Parse(Least.Replace("BPE", "Unigram", StringComparison.Ordinal))).IsUnsupported);
    }

    [Fact]
    public void Refuses_nesting_without_end()
    {
        const int Depth = 100_000;
        string nested = string.Concat(Enumerable.Repeat("{\"type\":\"Sequence\",\"normalizers\":[", Depth)) + string.Concat(Enumerable.Repeat("]}", Depth));
        Refusal(Least.Replace("{ \"model\"", $"{{ \"normalizer\": {nested}, \"model\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_stops_early_is_refused()
    {
        string json = TokenizerSamples.Named("llama 3");
        for (int length = 0; length < json.Length; length += 97) Assert.Contains("no JSON", Refusal(json[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_values_anywhere_are_refused_or_used()
    {
        var random = new RandomStream(31);
        foreach (string name in TokenizerSamples.Names)
        {
            string json = TokenizerSamples.Named(name);
            for (int i = 0; i < 150; i++) TryAll(Changed(json, random).Replace("HALF", "\\ud800", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Wrong_letters_anywhere_are_refused_or_used()
    {
        var random = new RandomStream(32);
        string json = TokenizerSamples.Named("llama 3");
        for (int i = 0; i < 1000; i++)
        {
            char[] letters = json.ToCharArray();
            for (int change = 0; change < 3; change++) letters[random.NextInt(letters.Length)] = (char)(32 + random.NextInt(96));
            TryAll(new string(letters));
        }
    }

    [Fact]
    public void Reads_the_pair_of_files_of_GPT_2_and_says_which_is_missing()
    {
        using var folder = new TemporaryFolder();
        BpeTokenizer whole = TokenizerSamples.Gpt2();
        JsonNode model = JsonNode.Parse(whole.ToJson())!["model"]!;
        folder.Write("vocab.json", model["vocab"]!.ToJsonString());
        Assert.Contains("merges.txt", Assert.Throws<TokenizerException>(() => BpeTokenizer.Read(folder.Path)).Message, StringComparison.Ordinal);
        string merges = folder.Write("merges.txt", "#version: 0.2\n" + string.Join('\n', TokenizerMerges.Of(whole)) + "\n");
        Assert.Equal(whole.ToJson(), BpeTokenizer.Read(folder.Path).ToJson());
        File.WriteAllText(merges, "a b c\n");
        Assert.Contains("Line 1", Assert.Throws<TokenizerException>(() => BpeTokenizer.Read(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("tokenizer.json", whole.ToJson());
        Assert.Equal(whole.ToJson(), BpeTokenizer.Read(folder.Path).ToJson());
        Assert.Throws<TokenizerException>(() => BpeTokenizer.Read(Path.Combine(folder.Path, "none.json")));
    }

    /// <summary>The file with another value somewhere, or without a member.</summary>
    private static string Changed(string json, RandomStream random)
    {
        JsonNode node = JsonNode.Parse(json)!;
        JsonNode root = node;
        while (true)
        {
            JsonNode? value = JsonNode.Parse(_values[random.NextInt(_values.Length)]);
            if (node is JsonObject { Count: > 0 } members)
            {
                string name = members.ElementAt(random.NextInt(members.Count)).Key;
                bool goesOn = members[name] is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && random.NextInt(4) > 0;
                if (goesOn) node = members[name]!;
                else if (random.NextInt(6) == 0) members.Remove(name);
                else members[name] = value;
                if (!goesOn) return root.ToJsonString();
            }
            else
            {
                var items = (JsonArray)node;
                int place = random.NextInt(items.Count);
                bool goesOn = items[place] is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && random.NextInt(4) > 0;
                if (goesOn) node = items[place]!;
                else items[place] = value;
                if (!goesOn) return root.ToJsonString();
            }
        }
    }
}
