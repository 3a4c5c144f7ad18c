using System.Collections.Concurrent;
using System.Text;

namespace Tributary.Models;

/// <summary>Byte-pair encoding of words: characters first, then the pair of the lowest rank is merged until none is left.</summary>
/// <remarks>Sennrich, Haddow, Birch, ACL 2016, section 3.2; unknown characters as in Hugging Face's library.</remarks>
internal sealed class BpeModel
{
    private const int MostRemembered = 1 << 16, LongestRemembered = 64;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _merges = [];
    private readonly int[]? _byteTokens;
    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private int _remembered;

    /// <param name="ids">The vocabulary.</param>
    /// <param name="merges">Pairs in order of their ranks.</param>
    /// <param name="options">What becomes of characters without a token.</param>
    /// <exception cref="TokenizerException">A merge names a token that is not in the vocabulary, or stands twice.</exception>
    public BpeModel(Dictionary<string, int> ids, IReadOnlyList<(string Left, string Right)> merges, BpeOptions options)
    {
        _ids = ids;
        Merges = merges;
        Options = options;
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string left, string right) = merges[rank];
            if (!_merges.TryAdd((IdOf(left, rank), IdOf(right, rank)), (rank, IdOf(left + right, rank))))
                throw new TokenizerException($"The merge {rank}, of '{left}' and '{right}', stands twice, and only one rank can count. "
                    + "Remove one of the two.");
        }
        if (options.ByteFallback)
            _byteTokens = [.. Enumerable.Range(0, 256).Select(value => ids.TryGetValue(ByteName(value), out int id) ? id
                : throw new TokenizerException($"'byte_fallback' needs a token for every byte, and '{ByteName(value)}' is not in the "
                    + "vocabulary. Add the missing tokens, or set 'byte_fallback' to false.") { IsUnsupported = true })];
        if (options.Unknown is { } unknown && !ids.ContainsKey(unknown))
            throw new TokenizerException($"The token for what is unknown, '{unknown}', is not in the vocabulary. Add it, or name another.");
    }

    /// <summary>Tokens by their text.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>What is merged, in order of the ranks.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    /// <summary>What becomes of characters without a token.</summary>
    public BpeOptions Options { get; }

    /// <summary>Adds the tokens of a word.</summary>
    /// <exception cref="DataException">A character has no token, and there is none for what is unknown.</exception>
    public void Encode(string word, List<int> tokens)
    {
        if (_words.TryGetValue(word, out int[]? known))
        {
            tokens.AddRange(known);
            return;
        }
        int[] encoded = Encode(word);
        tokens.AddRange(encoded);
        if (word.Length <= LongestRemembered && _remembered < MostRemembered && _words.TryAdd(word, encoded))
            Interlocked.Increment(ref _remembered);
    }

    /// <summary>How byte fallback calls the token of a byte.</summary>
    public static string ByteName(int value) => $"<0x{value:X2}>";

    private int[] Encode(string word)
    {
        if (Options.IgnoreMerges && _ids.TryGetValue(word, out int whole)) return [whole];
        var symbols = new List<int>(word.Length);
        bool afterUnknown = false;
        foreach (Rune character in word.EnumerateRunes())
        {
            if (_ids.TryGetValue(character.ToString(), out int id)) symbols.Add(id);
            else if (_byteTokens is not null)
                symbols.AddRange(Encoding.UTF8.GetBytes(character.ToString()).Select(value => _byteTokens[value]));
            else if (Options.Unknown is null)
                throw new DataException(
                    $"The tokenizer has no token for the character '{character}' (U+{character.Value:X4}) and none for what is unknown. "
                    + "Use a byte-level tokenizer, which knows every text, or leave the character out.");
            else
            {
                if (!(afterUnknown && Options.FuseUnknown)) symbols.Add(_ids[Options.Unknown]);
                afterUnknown = true;
                continue;
            }
            afterUnknown = false;
        }
        return symbols.Count > 1 ? new SymbolChain([.. symbols]).Merge(_merges) : [.. symbols];
    }

    private int IdOf(string token, int rank) => _ids.TryGetValue(token, out int id) ? id
        : throw new TokenizerException(
            $"The merge {rank} names the token '{token}', which is not in the vocabulary. The file is not whole: fetch or write it again.");
}
