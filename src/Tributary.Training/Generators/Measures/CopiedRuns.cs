using Tributary.Models;

namespace Tributary.Training;

/// <summary>Finds what of drawn text stands word for word in another text.</summary>
/// <remarks>Rolling hashes find candidates, and every one is compared token by token: the result is exact.</remarks>
/// <param name="drawn">Pieces of text as tokens; runs do not go from one piece to the next.</param>
/// <param name="text">What is searched, in the tokens of the same tokenizer.</param>
internal sealed class CopiedRuns(IReadOnlyList<int[]> drawn, TextData text)
{
    private const ulong Base = 0x9E3779B97F4A7C15; // odd, so that no token is lost in the product

    /// <summary>The share of the drawn tokens that stand in a run of <paramref name="length"/> tokens that the text has too.</summary>
    public double Share(int length)
    {
        bool[][] covered = [.. drawn.Select(piece => new bool[piece.Length])];
        Search(length, (piece, start) => covered[piece].AsSpan(start, length).Fill(true));
        return covered.Sum(piece => (double)piece.Count(one => one)) / Math.Max(1, drawn.Sum(piece => piece.Length));
    }

    /// <summary>The length of the longest run of tokens that both have.</summary>
    public int Longest()
    {
        // A run of n has runs of every smaller number in it: halving finds the largest.
        int low = 0, high = drawn.Count == 0 ? 0 : drawn.Max(piece => piece.Length);
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            bool found = false;
            Search(middle, (_, _) => found = true);
            if (found) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /// <summary>Tells every place of the drawn text whose run of so many tokens the text has.</summary>
    private void Search(int length, Action<int, int> found)
    {
        Dictionary<ulong, List<(int Piece, int Start)>> wanted = Hashes(length);
        ReadOnlySpan<int> tokens = text.Tokens;
        if (wanted.Count == 0 || tokens.Length < length) return;
        ulong first = Power(length - 1), hash = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (i >= length) hash -= first * Digit(tokens[i - length]);
            hash = (hash * Base) + Digit(tokens[i]);
            if (i + 1 < length || !wanted.TryGetValue(hash, out List<(int Piece, int Start)>? places)) continue;
            ReadOnlySpan<int> run = tokens.Slice(i + 1 - length, length);
            for (int place = places.Count - 1; place >= 0; place--)
            {
                (int piece, int start) = places[place];
                if (!run.SequenceEqual(drawn[piece].AsSpan(start, length))) continue;
                found(piece, start);
                places.RemoveAt(place);
            }
            if (places.Count == 0) wanted.Remove(hash);
            if (wanted.Count == 0) return;
        }
    }

    private Dictionary<ulong, List<(int Piece, int Start)>> Hashes(int length)
    {
        var places = new Dictionary<ulong, List<(int, int)>>();
        ulong first = Power(length - 1);
        for (int piece = 0; piece < drawn.Count; piece++)
        {
            ulong hash = 0;
            for (int i = 0; i < drawn[piece].Length; i++)
            {
                if (i >= length) hash -= first * Digit(drawn[piece][i - length]);
                hash = (hash * Base) + Digit(drawn[piece][i]);
                if (i + 1 < length) continue;
                if (!places.TryGetValue(hash, out List<(int, int)>? same)) places.Add(hash, same = []);
                same.Add((piece, i + 1 - length));
            }
        }
        return places;
    }

    private static ulong Digit(int token) => (ulong)token + 1; // a zero would not count

    private static ulong Power(int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++) power *= Base;
        return power;
    }
}
