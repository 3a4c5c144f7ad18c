namespace Tributary.Models;

/// <summary>How often two symbols stand side by side in weighted words, kept up while pairs are merged.</summary>
internal sealed class PairCounts
{
    private readonly List<(int[] Symbols, int Length, long Count)> _words = [];
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), List<int>> _places = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> _queue = new(
        Comparer<(long Count, int Left, int Right)>.Create((a, b) =>
            a.Count != b.Count ? b.Count.CompareTo(a.Count) : (a.Left, a.Right).CompareTo((b.Left, b.Right))));

    /// <param name="words">The symbols of each word, which is taken over, and how often it occurs.</param>
    public PairCounts(IEnumerable<(int[] Symbols, long Count)> words)
    {
        foreach ((int[] symbols, long count) in words)
        {
            _words.Add((symbols, symbols.Length, count));
            for (int i = 0; i + 1 < symbols.Length; i++) Add((symbols[i], symbols[i + 1]), count, _words.Count - 1);
        }
        foreach (((int Left, int Right) pair, long count) in _counts) _queue.Enqueue(pair, (count, pair.Left, pair.Right));
    }

    /// <summary>The pair with the highest count; of equal ones that of the lower symbols, the left one first.</summary>
    /// <param name="least">The least count.</param>
    /// <returns>The pair, which is not given a second time, or null where none occurs so often.</returns>
    public (int Left, int Right)? TakeMostFrequent(long least)
    {
        while (_queue.TryDequeue(out (int Left, int Right) pair, out (long Count, int, int) queued))
        {
            // Counts fall while a pair waits: it then waits again, at its place.
            long count = _counts.GetValueOrDefault(pair);
            if (count == queued.Count) return count >= least ? pair : null;
            if (count > 0) _queue.Enqueue(pair, (count, pair.Left, pair.Right));
        }
        return null;
    }

    /// <summary>Puts <paramref name="symbol"/> in place of a pair, from the left to the right of every word.</summary>
    public void Merge((int Left, int Right) pair, int symbol)
    {
        if (!_places.Remove(pair, out List<int>? places)) return;
        var fresh = new HashSet<(int Left, int Right)>();
        foreach (int place in places) MergeWord(place, pair, symbol, fresh);
        _counts.Remove(pair);
        foreach ((int Left, int Right) grown in fresh)
            if (_counts.TryGetValue(grown, out long count) && count > 0) _queue.Enqueue(grown, (count, grown.Left, grown.Right));
    }

    private void MergeWord(int place, (int Left, int Right) pair, int symbol, HashSet<(int Left, int Right)> fresh)
    {
        (int[] symbols, int length, long weight) = _words[place];
        int kept = 0;
        for (int i = 0; i < length; i++, kept++)
        {
            bool matches = i + 1 < length && symbols[i] == pair.Left && symbols[i + 1] == pair.Right;
            if (!matches)
            {
                symbols[kept] = symbols[i];
                continue;
            }
            if (kept > 0)
            {
                Add((symbols[kept - 1], pair.Left), -weight, place);
                Add((symbols[kept - 1], symbol), weight, place);
                fresh.Add((symbols[kept - 1], symbol));
            }
            if (i + 2 < length)
            {
                Add((pair.Right, symbols[i + 2]), -weight, place);
                Add((symbol, symbols[i + 2]), weight, place);
                fresh.Add((symbol, symbols[i + 2]));
            }
            symbols[kept] = symbol;
            i++;
        }
        _words[place] = (symbols, kept, weight);
    }

    private void Add((int Left, int Right) pair, long count, int place)
    {
        _counts[pair] = _counts.GetValueOrDefault(pair) + count;
        if (count < 0) return;
        if (!_places.TryGetValue(pair, out List<int>? places)) _places.Add(pair, places = []);
        if (places.Count == 0 || places[^1] != place) places.Add(place);
    }
}
