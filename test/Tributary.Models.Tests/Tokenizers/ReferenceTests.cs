using Tributary.Tests;

namespace Tributary.Models.Tests.Tokenizers;

/// <summary>The same tokens as Hugging Face's library, whose format is read and written.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string> Names => [.. TokenizerSamples.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_the_library_on_two_thousand_random_strings(string name)
    {
        string json = TokenizerSamples.Named(name);
        BpeTokenizer tokenizer = BpeTokenizer.Parse(json);
        string[] texts = [.. RandomText.Strings(2000, seed: 7)];
        (int size, int[][] tokens, string[] decoded) = ReferenceLibrary.Encode(json, texts);
        Assert.Equal(size, tokenizer.VocabularySize);
        for (int i = 0; i < texts.Length; i++)
        {
            int[] own = tokenizer.Encode(texts[i]);
            Assert.True(tokens[i].SequenceEqual(own), Difference(texts[i], tokens[i], own, tokenizer));
            Assert.Equal(decoded[i], tokenizer.Decode(tokens[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_is_read_alike_by_the_library(string name)
    {
        BpeTokenizer tokenizer = BpeTokenizer.Parse(TokenizerSamples.Named(name));
        string[] texts = [.. RandomText.Strings(200, seed: 8)];
        (_, int[][] tokens, _) = ReferenceLibrary.Encode(tokenizer.ToJson(), texts, framed: true);
        Assert.Equal(tokens, texts.Select(text => tokenizer.Encode(text, framed: true)));
    }

    [Fact]
    public void Learns_the_merges_that_the_library_learns()
    {
        using var folder = new TemporaryFolder();
        string text = SmallText();
        // The library reads files line by line, and words end where lines end.
        BpeTokenizer trained = BpeTrainer.Train(text[..^1].Split('\n').Select(line => line + '\n'), 700);
        string[] merges = [.. TokenizerMerges.Of(trained)];
        Assert.Equal(700 - BpeTrainer.Bytes, merges.Length);
        Assert.Equal(merges, ReferenceLibrary.Train(BpeTrainer.Train([""], BpeTrainer.Bytes).ToJson(), folder.Write("text.txt", text)).Take(merges.Length));
    }

    /// <summary>Words by chance, so that many pairs are equally frequent.</summary>
    private static string SmallText() => TokenizerSamples.Page + string.Join(' ', RandomText.Strings(2000, seed: 9)) + '\n';

    private static string Difference(string text, int[] expected, int[] actual, BpeTokenizer tokenizer) =>
        $"'{text}' is {string.Join(' ', expected.Select(tokenizer.TokenText))} there and {string.Join(' ', actual.Select(tokenizer.TokenText))} here.";
}
