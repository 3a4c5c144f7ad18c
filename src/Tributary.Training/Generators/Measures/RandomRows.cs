using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Parts of tables.</summary>
internal static class RandomRows
{
    /// <summary>Random rows in random order, at most so many.</summary>
    public static TableData Of(TableData rows, int most, RandomStream random)
    {
        int[] places = [.. Enumerable.Range(0, rows.Count)];
        random.Shuffle<int>(places);
        return rows.Select(places.AsSpan(0, Math.Min(most, places.Length)));
    }
}
