namespace Tributary.Models;

/// <summary>Learns a byte-level tokenizer of GPT-2's layout from text.</summary>
/// <remarks>
/// Sennrich, Haddow, Birch, ACL 2016, section 3.2, over bytes (Radford et al. 2019). Of the pairs side by side in the text's words the most
/// frequent becomes a token; of equally frequent ones that with the lower number on the left, then on the right. The same text gives the
/// same tokenizer, in whatever order its parts come. A pair that occurs once is no token.
/// </remarks>
public static class BpeTrainer
{
    /// <summary>The tokens of the single bytes, below which no vocabulary can be.</summary>
    public const int Bytes = 256;

    private const int LeastCount = 2;

    /// <summary>Learns a tokenizer.</summary>
    /// <param name="texts">What is learnt from; words end where a text ends.</param>
    /// <param name="size">The number of tokens that is aimed at; there are fewer where the text has no more pairs.</param>
    /// <param name="specialTokens">Tokens with a meaning beside text, which get the lowest numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size has no room for the bytes and the special tokens.</exception>
    /// <exception cref="ArgumentException">A special token is empty, stands twice, or is one of the bytes' characters.</exception>
    public static BpeTokenizer Train(IEnumerable<string> texts, int size, params IReadOnlyList<string> specialTokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, Bytes + specialTokens.Count);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        IEnumerable<string> alphabet = Enumerable.Range(0, Bytes).Select(value => ByteAlphabet.CharacterOf((byte)value).ToString());
        foreach (string token in specialTokens.Concat(alphabet.Order(StringComparer.Ordinal)))
            if (token.Length == 0 || !ids.TryAdd(token, ids.Count))
                throw new ArgumentException(
                    $"The special token '{token}' is empty, stands twice, or is a byte's character.", nameof(specialTokens));
        List<string> tokens = [.. ids.Keys];
        var merges = new List<(string, string)>();
        var pairs = new PairCounts(Words(texts, ids));
        while (ids.Count < size && pairs.TakeMostFrequent(LeastCount) is { } pair)
        {
            string merged = tokens[pair.Left] + tokens[pair.Right];
            // Two ways may lead to one token.
            if (ids.TryAdd(merged, tokens.Count)) tokens.Add(merged);
            merges.Add((tokens[pair.Left], tokens[pair.Right]));
            pairs.Merge(pair, ids[merged]);
        }
        AddedToken[] added = [.. specialTokens.Select((token, i) => new AddedToken(i, token) { Special = true })];
        return ByteLevelLayout.Make(new BpeModel(ids, merges, new BpeOptions()), added);
    }

    private static IEnumerable<(int[] Symbols, long Count)> Words(IEnumerable<string> texts, Dictionary<string, int> ids)
    {
        PreTokenizerReader.Division divide = PreTokenizerReader.ByteLevel(addPrefixSpace: false, useRegex: true);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string text in texts)
            foreach (string word in divide(text, true))
                counts[word] = counts.GetValueOrDefault(word) + 1;
        return counts.Select(word => (word.Key.Select(character => ids[character.ToString()]).ToArray(), word.Value));
    }
}
