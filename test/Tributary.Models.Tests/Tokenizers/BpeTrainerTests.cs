namespace Tributary.Models.Tests.Tokenizers;

public sealed class BpeTrainerTests
{
    /// <summary>The rule of the documentation, with every pair counted anew before every merge.</summary>
    private static List<string> Naive(string[] words, int merges)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string letter in Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString())) numbers.Add(letter, numbers.Count);
        List<List<string>> symbols = [.. words.Select(word => word.Select(letter => letter.ToString()).ToList())];
        var result = new List<string>();
        while (result.Count < merges)
        {
            var best = symbols.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair)
                .Where(pair => pair.Count() > 1)
                .OrderByDescending(pair => pair.Count()).ThenBy(pair => numbers[pair.Key.First]).ThenBy(pair => numbers[pair.Key.Second])
                .FirstOrDefault();
            if (best is null) break;
            (string left, string right) = best.Key;
            result.Add($"{left} {right}");
            numbers.TryAdd(left + right, numbers.Count);
            foreach (List<string> word in symbols)
                for (int i = 0; i + 1 < word.Count; i++)
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] += right;
                        word.RemoveAt(i + 1);
                    }
        }
        return result;
    }

    [Fact]
    public void Learns_what_counting_anew_before_every_merge_learns()
    {
        var random = new Tributary.Tensors.RandomStream(12);
        // Runs of one letter overlap with themselves; few letters make many ties.
        string[] words = [.. Enumerable.Range(0, 150).Select(_ =>
            new string([.. Enumerable.Range(0, 1 + random.NextInt(12)).Select(_ => (char)('a' + random.NextInt(random.NextInt(2) == 0 ? 1 : 4)))]))];
        Assert.Equal(Naive(words, 120), TokenizerMerges.Of(BpeTrainer.Train(words, BpeTrainer.Bytes + 120)));
    }

    [Fact]
    public void The_order_of_the_texts_does_not_count()
    {
        string[] texts = [.. RandomText.Strings(200, seed: 20)];
        Assert.Equal(BpeTrainer.Train(texts, 400).ToJson(), BpeTrainer.Train(texts.Reverse(), 400).ToJson());
    }

    [Fact]
    public void Stops_where_no_pair_occurs_twice()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train(["abc abd"], 1000);
        Assert.Equal(["a b"], TokenizerMerges.Of(tokenizer));
        Assert.Equal(BpeTrainer.Bytes + 1, tokenizer.VocabularySize);
    }

    [Fact]
    public void Special_tokens_come_first_and_are_no_text()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train(["<pad> <pad>"], 300, "<pad>", "<end>");
        Assert.Equal([("<end>", 1), ("<pad>", 0)], tokenizer.SpecialTokens.Select(token => (token.Key, token.Value)).Order());
        Assert.Equal([0, 1], tokenizer.Encode("<pad><end>"));
    }

    [Fact]
    public void Refuses_a_size_without_room_for_the_bytes() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BpeTrainer.Train(["a"], 255));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void Refuses_special_tokens_that_cannot_be(string token) =>
        Assert.Throws<ArgumentException>(() => BpeTrainer.Train(["a"], 300, token));
}
