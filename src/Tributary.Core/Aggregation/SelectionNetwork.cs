using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tributary.Core;

/// <summary>
/// Brings the middle ranks of a number of rows into the middle, lane by lane, by comparisons that do not depend on the values.
/// </summary>
/// <remarks>
/// Merge exchange: Batcher, Sorting networks and their applications, AFIPS 1968; Knuth, The art of computer programming, volume 3,
/// 5.2.2, algorithm M. Comparisons are left out that decide nothing but the order among those kept or among those left out.
/// </remarks>
internal sealed class SelectionNetwork
{
    /// <summary>The bytes of a row: 16 floats or 8 integers on the grid, a cache line.</summary>
    public const int RowBytes = 64;

    private readonly (nuint Low, nuint High)[] _comparisons; // as offsets in bytes

    /// <summary>The network for so many rows, of which <paramref name="cut"/> are left out at each end.</summary>
    public SelectionNetwork(int rows, int cut)
    {
        var comparisons = new List<(int Low, int High)>();
        var role = new Role[rows];
        Array.Fill(role, Role.Kept, cut, rows - 2 * cut);
        foreach ((int low, int high) in MergeExchange(rows).Reverse())
        {
            if (role[low] == role[high] && role[low] != Role.Compared) continue;
            role[low] = role[high] = Role.Compared;
            comparisons.Add((low, high));
        }
        comparisons.Reverse();
        _comparisons = [.. comparisons.Select(c => ((nuint)c.Low * RowBytes, (nuint)c.High * RowBytes))];
    }

    /// <summary>How many comparisons are made.</summary>
    public int Comparisons => _comparisons.Length;

    /// <summary>Rearranges the rows of <paramref name="column"/> in place, each lane by itself; no lane may hold NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<T>(Span<T> column) where T : unmanaged
    {
        ref byte first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(column));
        foreach ((nuint low, nuint high) in _comparisons)
        {
            ref T a = ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, low));
            ref T b = ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, high));
            Vector512<T> x = Vector512.LoadUnsafe(ref a), y = Vector512.LoadUnsafe(ref b);
            Vector512.MinNative(x, y).StoreUnsafe(ref a);
            Vector512.MaxNative(x, y).StoreUnsafe(ref b);
        }
    }

    private static IEnumerable<(int Low, int High)> MergeExchange(int rows)
    {
        int top = rows < 2 ? 0 : 1 << int.Log2(rows - 1);
        for (int p = top; p > 0; p >>= 1)
        {
            for (int q = top, r = 0, d = p; ; d = q - p, q >>= 1, r = p)
            {
                for (int i = 0; i < rows - d; i++)
                    if ((i & p) == r)
                        yield return (i, i + d);
                if (q == p) break;
            }
        }
    }

    private enum Role
    {
        LeftOut,
        Kept,
        Compared,
    }
}
