using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tributary.Tensors;

/// <summary>
/// The innermost loop of every matrix product and convolution: one to twelve rows by one or two vectors of 16 columns, in registers.
/// </summary>
/// <remarks>
/// Each element of C is one chain of fused multiply-adds over the summed index in ascending order, starting from Start. Its bits therefore
/// do not depend on how rows and columns are tiled, on blocking, on the width of the vectors or on the number of examples beside it.
/// </remarks>
internal static unsafe class MicroKernel
{
    /// <summary>
    /// Computes <see cref="Tile.Count"/> times <typeparamref name="TRows"/> x 16 <typeparamref name="TVectors"/> elements. Both counts are
    /// types, so that the compiler drops the rows that a kernel does not have and keeps the others in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TVectors>(in Tile tile) where TRows : struct, ICount where TVectors : struct, ICount
    {
        float* a = tile.A, c = tile.C, start = tile.Start;
        nint row = tile.ARow, step = tile.AStep, bStep = tile.BStep, depth = tile.Depth, cRow = tile.CRow, startRow = tile.StartRow;
        for (nint count = tile.Count; count > 0; count--)
        {
            Vector512<float> c0L = default, c0R = default;
            Vector512<float> c1L = default, c1R = default;
            Vector512<float> c2L = default, c2R = default;
            Vector512<float> c3L = default, c3R = default;
            Vector512<float> c4L = default, c4R = default;
            Vector512<float> c5L = default, c5R = default;
            Vector512<float> c6L = default, c6R = default;
            Vector512<float> c7L = default, c7R = default;
            Vector512<float> c8L = default, c8R = default;
            Vector512<float> c9L = default, c9R = default;
            Vector512<float> c10L = default, c10R = default;
            Vector512<float> c11L = default, c11R = default;
            if (start is not null)
            {
                Load<TVectors>(start, out c0L, out c0R);
                if (TRows.Count > 1) Load<TVectors>(start + startRow, out c1L, out c1R);
                if (TRows.Count > 2) Load<TVectors>(start + 2 * startRow, out c2L, out c2R);
                if (TRows.Count > 3) Load<TVectors>(start + 3 * startRow, out c3L, out c3R);
                if (TRows.Count > 4) Load<TVectors>(start + 4 * startRow, out c4L, out c4R);
                if (TRows.Count > 5) Load<TVectors>(start + 5 * startRow, out c5L, out c5R);
                if (TRows.Count > 6) Load<TVectors>(start + 6 * startRow, out c6L, out c6R);
                if (TRows.Count > 7) Load<TVectors>(start + 7 * startRow, out c7L, out c7R);
                if (TRows.Count > 8) Load<TVectors>(start + 8 * startRow, out c8L, out c8R);
                if (TRows.Count > 9) Load<TVectors>(start + 9 * startRow, out c9L, out c9R);
                if (TRows.Count > 10) Load<TVectors>(start + 10 * startRow, out c10L, out c10R);
                if (TRows.Count > 11) Load<TVectors>(start + 11 * startRow, out c11L, out c11R);
                start += TRows.Count * startRow;
                if (count > 1 && depth >= 128) Prefetch<TRows>(start, startRow);
            }

            // Four pointers with offsets of zero, one and two rows: twelve would not fit into the general registers.
            float* aSegment = a, bSegment = tile.B;
            for (nint segment = tile.Segments; segment > 0; segment--)
            {
                float* a0 = aSegment, a3 = a0 + 3 * row, a6 = a3 + 3 * row, a9 = a6 + 3 * row, b = bSegment;
                for (nint k = depth; k > 0; k--)
                {
                    Vector512<float> left = Vector512.Load(b), right = TVectors.Count > 1 ? Vector512.Load(b + Lanes.Count) : default;
                    Add<TVectors>(a0, left, right, ref c0L, ref c0R);
                    if (TRows.Count > 1) Add<TVectors>(a0 + row, left, right, ref c1L, ref c1R);
                    if (TRows.Count > 2) Add<TVectors>(a0 + 2 * row, left, right, ref c2L, ref c2R);
                    if (TRows.Count > 3) Add<TVectors>(a3, left, right, ref c3L, ref c3R);
                    if (TRows.Count > 4) Add<TVectors>(a3 + row, left, right, ref c4L, ref c4R);
                    if (TRows.Count > 5) Add<TVectors>(a3 + 2 * row, left, right, ref c5L, ref c5R);
                    if (TRows.Count > 6) Add<TVectors>(a6, left, right, ref c6L, ref c6R);
                    if (TRows.Count > 7) Add<TVectors>(a6 + row, left, right, ref c7L, ref c7R);
                    if (TRows.Count > 8) Add<TVectors>(a6 + 2 * row, left, right, ref c8L, ref c8R);
                    if (TRows.Count > 9) Add<TVectors>(a9, left, right, ref c9L, ref c9R);
                    if (TRows.Count > 10) Add<TVectors>(a9 + row, left, right, ref c10L, ref c10R);
                    if (TRows.Count > 11) Add<TVectors>(a9 + 2 * row, left, right, ref c11L, ref c11R);
                    a0 += step;
                    if (TRows.Count > 3) a3 += step;
                    if (TRows.Count > 6) a6 += step;
                    if (TRows.Count > 9) a9 += step;
                    b += bStep;
                }
                aSegment += tile.ASegment;
                bSegment += tile.BSegment;
            }

            Store<TVectors>(c, c0L, c0R);
            if (TRows.Count > 1) Store<TVectors>(c + cRow, c1L, c1R);
            if (TRows.Count > 2) Store<TVectors>(c + 2 * cRow, c2L, c2R);
            if (TRows.Count > 3) Store<TVectors>(c + 3 * cRow, c3L, c3R);
            if (TRows.Count > 4) Store<TVectors>(c + 4 * cRow, c4L, c4R);
            if (TRows.Count > 5) Store<TVectors>(c + 5 * cRow, c5L, c5R);
            if (TRows.Count > 6) Store<TVectors>(c + 6 * cRow, c6L, c6R);
            if (TRows.Count > 7) Store<TVectors>(c + 7 * cRow, c7L, c7R);
            if (TRows.Count > 8) Store<TVectors>(c + 8 * cRow, c8L, c8R);
            if (TRows.Count > 9) Store<TVectors>(c + 9 * cRow, c9L, c9R);
            if (TRows.Count > 10) Store<TVectors>(c + 10 * cRow, c10L, c10R);
            if (TRows.Count > 11) Store<TVectors>(c + 11 * cRow, c11L, c11R);
            a += TRows.Count * row;
            c += TRows.Count * cRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVectors>(float* start, out Vector512<float> left, out Vector512<float> right) where TVectors : struct, ICount
    {
        left = Vector512.Load(start);
        right = TVectors.Count > 1 ? Vector512.Load(start + Lanes.Count) : default;
    }

    /// <summary>Asks for what the next tile starts from, which may lie in memory far away, while this one is computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TRows>(float* start, nint startRow) where TRows : struct, ICount
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < TRows.Count; i++, start += startRow)
        {
            Sse.Prefetch0(start);
            Sse.Prefetch0(start + Lanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVectors>(
        float* factor, Vector512<float> left, Vector512<float> right, ref Vector512<float> sumLeft, ref Vector512<float> sumRight)
        where TVectors : struct, ICount
    {
        Vector512<float> a = Vector512.Create(*factor);
        sumLeft = Vector512.FusedMultiplyAdd(a, left, sumLeft);
        if (TVectors.Count > 1) sumRight = Vector512.FusedMultiplyAdd(a, right, sumRight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(float* c, Vector512<float> left, Vector512<float> right) where TVectors : struct, ICount
    {
        left.Store(c);
        if (TVectors.Count > 1) right.Store(c + Lanes.Count);
    }
}
