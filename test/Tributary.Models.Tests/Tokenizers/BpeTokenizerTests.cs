using System.Text;
using System.Text.Json.Nodes;
using Tributary.Tensors;

namespace Tributary.Models.Tests.Tokenizers;

public sealed class BpeTokenizerTests
{
    public static TheoryData<string> Names => [.. TokenizerSamples.Names];

    private static int[] Merged(BpeTokenizer tokenizer, string word)
    {
        JsonNode model = JsonNode.Parse(tokenizer.ToJson())!["model"]!;
        string[] merges = [.. model["merges"]!.AsArray().Select(merge => merge!.ToString())];
        List<string> symbols = [.. word.Select(c => c.ToString())];
        while (true)
        {
            int[] ranks = [.. Enumerable.Range(0, symbols.Count - 1).Select(i => Array.IndexOf(merges, $"{symbols[i]} {symbols[i + 1]}"))];
            int best = ranks.Where(rank => rank >= 0).DefaultIfEmpty(-1).Min();
            if (best < 0) return [.. symbols.Select(symbol => (int)model["vocab"]![symbol]!)];
            int at = Array.IndexOf(ranks, best);
            symbols[at] += symbols[at + 1];
            symbols.RemoveAt(at + 1);
        }
    }

    [Fact]
    public void Agrees_with_the_published_algorithm_on_two_thousand_random_strings()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train([TokenizerSamples.Page, .. RandomText.Strings(300, seed: 3)], 500);
        string[] texts = [.. RandomText.Strings(2000, seed: 11)];
        int[][] expected = PythonReference.Encode(tokenizer, texts);
        Assert.All(texts.Index(), text => Assert.Equal(expected[text.Index], tokenizer.Encode(text.Item)));
    }

    [Fact]
    public void Merges_the_lowest_rank_first_and_of_equals_the_leftmost()
    {
        var random = new RandomStream(5);
        string[] words = [.. Enumerable.Range(0, 200).Select(_ =>
            new string([.. Enumerable.Range(0, 1 + random.NextInt(40)).Select(_ => (char)('a' + random.NextInt(3)))]))];
        BpeTokenizer tokenizer = BpeTrainer.Train(words, 300);
        Assert.Equal(words.Select(word => Merged(tokenizer, word)), words.Select(tokenizer.Encode));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_is_read_back_equal(string name)
    {
        BpeTokenizer tokenizer = BpeTokenizer.Parse(TokenizerSamples.Named(name)), again = BpeTokenizer.Parse(tokenizer.ToJson());
        Assert.Equal(tokenizer.ToJson(), again.ToJson());
        Assert.Equal(tokenizer.VocabularySize, again.VocabularySize);
        Assert.All(RandomText.Strings(50, seed: 2), text => Assert.Equal(tokenizer.Encode(text), again.Encode(text)));
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama 3")]
    [InlineData("o200k")]
    [InlineData("possessive")]
    [InlineData("digits apart")]
    [InlineData("no expression")]
    public void Text_comes_back_as_it_was(string name)
    {
        BpeTokenizer tokenizer = BpeTokenizer.Parse(TokenizerSamples.Named(name));
        foreach (string text in RandomText.Strings(1000, seed: 4))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
            Assert.Equal(Encoding.UTF8.GetBytes(text), tokenizer.DecodeBytes(tokenizer.Encode(text)));
        }
    }

    [Fact]
    public void Every_character_of_Unicode_comes_back()
    {
        BpeTokenizer tokenizer = TokenizerSamples.Gpt2();
        string text = string.Concat(Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value).ToString()));
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void Half_a_character_counts_as_the_replacement_character()
    {
        BpeTokenizer tokenizer = TokenizerSamples.Gpt2();
        Assert.Equal(tokenizer.Encode("a\uFFFDb\uFFFD"), tokenizer.Encode("a\uD83Db\uDE00"));
    }

    [Fact]
    public void Bytes_within_a_character_are_kept_apart()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train([""], BpeTrainer.Bytes);
        int[] tokens = tokenizer.Encode("\uD83D\uDE00");
        Assert.Equal(4, tokens.Length);
        Assert.Equal([0xF0, 0x9F], tokenizer.DecodeBytes(tokens.AsSpan(0, 2)));
        Assert.Equal("\uFFFD", tokenizer.Decode(tokens.AsSpan(0, 2)));
    }

    [Fact]
    public void Special_tokens_are_found_in_text_framed_on_request_and_left_out_on_request()
    {
        BpeTokenizer tokenizer = BpeTokenizer.Parse(TokenizerSamples.Named("llama 3"));
        Assert.Equal(0, tokenizer.SpecialTokens["<|endoftext|>"]);
        int[] tokens = tokenizer.Encode("the<|endoftext|>end");
        Assert.Equal(0, tokens[1]);
        Assert.Equal([0, .. tokens], tokenizer.Encode("the<|endoftext|>end", framed: true));
        Assert.Equal("the<|endoftext|>end", tokenizer.Decode(tokens));
        Assert.Equal("theend", tokenizer.DecodeText(tokens));
    }

    [Fact]
    public void A_word_of_a_million_letters_is_encoded()
    {
        BpeTokenizer tokenizer = TokenizerSamples.Gpt2();
        string word = new('a', 1_000_000);
        Assert.Equal(word, tokenizer.Decode(tokenizer.Encode(word)));
    }

    [Fact]
    public void Many_threads_encode_alike()
    {
        BpeTokenizer tokenizer = TokenizerSamples.Gpt2();
        string[] texts = [.. RandomText.Strings(400, seed: 6)];
        int[][] together = new int[texts.Length][];
        Parallel.For(0, texts.Length, i => together[i] = tokenizer.Encode(texts[i]));
        Assert.Equal(texts.Select(TokenizerSamples.Gpt2().Encode), together);
    }

    [Fact]
    public void A_character_without_a_token_is_an_error_where_nothing_stands_for_the_unknown()
    {
        BpeTokenizer tokenizer = BpeTokenizer.Parse("""{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": [] } }""");
        Assert.Equal([0, 0], tokenizer.Encode("aa"));
        Assert.Contains("U+0062", Assert.Throws<DataException>(() => tokenizer.Encode("ab")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_no_token_is_an_error()
    {
        BpeTokenizer tokenizer = TokenizerSamples.Gpt2();
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([tokenizer.VocabularySize]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
    }
}
