using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tributary.Core;

/// <summary>
/// Brings the middle ranks of a number of rows into the middle, lane by lane, by comparisons that do not depend on the values.
/// </summary>
/// <remarks>
/// Odd-even merge sort: Batcher, Sorting networks and their applications, AFIPS 1968. Runs of 16 rows are sorted first, in registers. Of
/// what follows, comparisons are left out that decide nothing but the order among those kept or among those left out.
/// </remarks>
internal sealed class SelectionNetwork
{
    /// <summary>The bytes of a row: 16 floats or 8 integers on the grid, a cache line.</summary>
    public const int RowBytes = 64;

    private readonly (int Low, int High)[] _comparisons; // as offsets in bytes
    private readonly int _runs;

    /// <summary>The network for so many rows, of which <paramref name="cut"/> are left out at each end.</summary>
    public SelectionNetwork(int rows, int cut)
    {
        _runs = rows / SixteenRows.Count;
        var comparisons = new List<(int Low, int High)>();
        var role = new Role[rows];
        Array.Fill(role, Role.Kept, cut, rows - 2 * cut);
        foreach ((int low, int high) in OddEvenMergeSort(rows, _runs * SixteenRows.Count).Reverse())
        {
            if (role[low] == role[high] && role[low] != Role.Compared) continue;
            role[low] = role[high] = Role.Compared;
            comparisons.Add((low * RowBytes, high * RowBytes));
        }
        comparisons.Reverse();
        _comparisons = [.. comparisons];
    }

    /// <summary>Rearranges the rows of <paramref name="column"/> in place, each lane by itself; no lane may hold NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<T>(Span<T> column) where T : unmanaged
    {
        ref T start = ref MemoryMarshal.GetReference(column);
        for (int run = 0; run < _runs; run++) SixteenRows.Sort(ref Unsafe.Add(ref start, run * SixteenRows.Count * Vector512<T>.Count));
        foreach ((int low, int high) in _comparisons)
        {
            ref T a = ref Unsafe.AddByteOffset(ref start, low), b = ref Unsafe.AddByteOffset(ref start, high);
            Vector512<T> x = Vector512.LoadUnsafe(ref a), y = Vector512.LoadUnsafe(ref b);
            Vector512.MinNative(x, y).StoreUnsafe(ref a);
            Vector512.MaxNative(x, y).StoreUnsafe(ref b);
        }
    }

    /// <summary>The comparisons for any number of rows, without those inside of the sorted runs below <paramref name="sorted"/>.</summary>
    private static IEnumerable<(int Low, int High)> OddEvenMergeSort(int rows, int sorted)
    {
        for (int p = 1; p < rows; p *= 2)
            for (int k = p; k > 0; k /= 2)
                for (int j = k % p; j < rows - k; j += 2 * k)
                    for (int low = j; low < Math.Min(j + k, rows - k); low++)
                    {
                        // A merge joins two runs of p rows; runs that begin and end below 'sorted' need no merge up to 16.
                        bool joined = low / (2 * p) == (low + k) / (2 * p), done = 2 * p <= SixteenRows.Count && low + k < sorted;
                        if (joined && !done) yield return (low, low + k);
                    }
    }

    private enum Role
    {
        LeftOut,
        Kept,
        Compared,
    }
}
