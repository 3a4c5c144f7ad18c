using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tributary.Core;

/// <summary>
/// A block of coordinates of all contributions, laid out for a <see cref="SelectionNetwork"/>: column by column, row by row.
/// </summary>
/// <param name="network">Brings the kept ranks into the middle.</param>
/// <param name="rows">The number of contributions.</param>
internal sealed class RankedColumns<T>(SelectionNetwork network, int rows) where T : unmanaged
{
    // What one thread works on should stay in its own cache while it is written and ranked.
    private const int Bytes = 256 * 1024, MostColumns = 256;

    private readonly Memory<T> _values = Allocate(rows * Width(rows));

    /// <summary>The coordinates of a row of a column.</summary>
    public static int Lanes => SelectionNetwork.RowBytes / Unsafe.SizeOf<T>();

    /// <summary>The most coordinates of a block of so many rows.</summary>
    public static int Width(int rows) => Lanes * Math.Clamp(Bytes / (SelectionNetwork.RowBytes * rows), 1, MostColumns);

    /// <summary>Sets one row of every column; what lies beyond the end of <paramref name="values"/> stays as it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetRow(int row, ReadOnlySpan<T> values)
    {
        Span<T> target = _values.Span[(row * Lanes)..];
        int whole = values.Length - values.Length % Lanes, step = rows * Lanes;
        for (int i = 0, at = 0; i < whole; i += Lanes, at += step) values.Slice(i, Lanes).CopyTo(target[at..]);
        if (whole < values.Length) values[whole..].CopyTo(target[(whole / Lanes * step)..]);
    }

    /// <summary>One row: its lanes of the first column, those of the next <see cref="Step"/> numbers later, and so on.</summary>
    public Span<T> Row(int row) => _values.Span[(row * Lanes)..];

    /// <summary>The numbers of a column.</summary>
    public int Step => rows * Lanes;

    /// <summary>The rows of one column from rank <paramref name="cut"/> on, as many ranks left out at the other end.</summary>
    public ReadOnlySpan<T> Rank(int column, int cut) => RankAll(column)[(cut * Lanes)..^(cut * Lanes)];

    /// <summary>All rows of one column: those left out below, those kept, those left out above, in no order among themselves.</summary>
    public ReadOnlySpan<T> RankAll(int column)
    {
        Span<T> values = _values.Span.Slice(column * rows * Lanes, rows * Lanes);
        network.Run(values);
        return values;
    }

    /// <summary>Rows that start on a cache line: else each would be read and written in two pieces.</summary>
    private static Memory<T> Allocate(int count)
    {
        T[] array = GC.AllocateArray<T>(count + Lanes, pinned: true);
        nint beyond = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) % SelectionNetwork.RowBytes;
        return array.AsMemory((int)(beyond == 0 ? 0 : SelectionNetwork.RowBytes - beyond) / Unsafe.SizeOf<T>(), count);
    }
}
