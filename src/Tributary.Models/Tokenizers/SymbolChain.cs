namespace Tributary.Models;

/// <summary>The symbols of a word while pairs of them are merged: a chain, and a queue of the pairs that may be merged.</summary>
/// <remarks>A word of n symbols takes O(n log n), since each merge takes one symbol away and adds two pairs at most.</remarks>
internal sealed class SymbolChain(int[] symbols)
{
    private const int Gone = -1;

    private readonly int[] _next = [.. Enumerable.Range(1, symbols.Length)];
    private readonly int[] _previous = [.. Enumerable.Range(-1, symbols.Length)];
    private readonly PriorityQueue<(int At, int Left, int Right), (int Rank, int At)> _pairs = new();

    /// <summary>Merges the pair of the lowest rank, of equals the leftmost, again and again.</summary>
    /// <returns>The symbols that are left.</returns>
    public int[] Merge(Dictionary<(int Left, int Right), (int Rank, int Id)> merges)
    {
        for (int i = 0; i + 1 < symbols.Length; i++) Enqueue(i, merges);
        while (_pairs.TryDequeue(out (int At, int Left, int Right) pair, out _))
        {
            int right = _next[pair.At];
            // What was queued before one of the two changed is out of date.
            if (symbols[pair.At] != pair.Left || right >= symbols.Length || symbols[right] != pair.Right) continue;
            symbols[pair.At] = merges[(pair.Left, pair.Right)].Id;
            symbols[right] = Gone;
            _next[pair.At] = _next[right];
            if (_next[right] < symbols.Length) _previous[_next[right]] = pair.At;
            Enqueue(pair.At, merges);
            if (_previous[pair.At] >= 0) Enqueue(_previous[pair.At], merges);
        }
        return [.. symbols.Where(symbol => symbol != Gone)];
    }

    private void Enqueue(int at, Dictionary<(int Left, int Right), (int Rank, int Id)> merges)
    {
        int right = _next[at];
        if (right < symbols.Length && merges.TryGetValue((symbols[at], symbols[right]), out (int Rank, int Id) merge))
            _pairs.Enqueue((at, symbols[at], symbols[right]), (merge.Rank, at));
    }
}
