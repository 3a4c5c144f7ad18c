using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The innermost loops of every matrix product and convolution: one to six rows by 16 columns held in registers.</summary>
/// <remarks>
/// Each element of C is one chain of fused multiply-adds over the summed index in ascending order, starting from Start. Its bits therefore
/// do not depend on how rows and columns are tiled, on blocking, on the width of the vectors or on the number of examples beside it.
/// </remarks>
internal static unsafe class MicroKernel
{
    /// <summary>The width of a tile in columns.</summary>
    public const int Width = 16;

    private const int MaximumHeight = 6;

    /// <summary>Computes <paramref name="rows"/> x <paramref name="columns"/> elements, of which at most 16 columns.</summary>
    /// <remarks>B must be readable 16 wide; Start and C are touched only in <paramref name="columns"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int rows, int columns, Tile tile)
    {
        while (rows > 0)
        {
            int height = Height(rows);
            if (columns == Width) RunFull(height, in tile);
            else RunNarrow(height, columns, tile);
            tile.A += height * tile.ARow;
            tile.C += height * tile.CRow;
            tile.Start += tile.Start is null ? 0 : height * tile.StartRow;
            rows -= height;
        }
    }

    /// <summary>Two nearly equal tiles at the end rather than a full one and a sliver, which would not fill the pipeline.</summary>
    private static int Height(int rows) => rows switch
    {
        <= MaximumHeight => rows,
        < 2 * MaximumHeight => (rows + 1) / 2,
        _ => MaximumHeight,
    };

    private static void RunFull(int height, in Tile tile)
    {
        switch (height)
        {
            case 1: Run<One>(in tile); break;
            case 2: Run<Two>(in tile); break;
            case 3: Run<Three>(in tile); break;
            case 4: Run<Four>(in tile); break;
            case 5: Run<Five>(in tile); break;
            default: Run<Six>(in tile); break;
        }
    }

    /// <summary>Fewer than 16 columns: computed 16 wide in a buffer, so that every element still takes the same path.</summary>
    private static void RunNarrow(int height, int columns, Tile tile)
    {
        float* buffer = stackalloc float[MaximumHeight * Width];
        float* c = tile.C;
        nint cRow = tile.CRow;
        if (tile.Start is not null)
        {
            for (int i = 0; i < height; i++)
                for (int j = 0; j < columns; j++)
                    buffer[i * Width + j] = tile.Start[i * tile.StartRow + j];
            tile.Start = buffer;
            tile.StartRow = Width;
        }
        tile.C = buffer;
        tile.CRow = Width;
        RunFull(height, in tile);
        for (int i = 0; i < height; i++)
            for (int j = 0; j < columns; j++)
                c[i * cRow + j] = buffer[i * Width + j];
    }

    // The row count is a type, so that the compiler drops the rows that a kernel does not have and keeps the others in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows>(in Tile tile) where TRows : struct, IRowCount
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        if (tile.Start is not null)
        {
            float* start = tile.Start;
            nint row = tile.StartRow;
            (c00, c01) = (Vector256.Load(start), Vector256.Load(start + 8));
            if (TRows.Count > 1) (c10, c11) = (Vector256.Load(start + row), Vector256.Load(start + row + 8));
            if (TRows.Count > 2) (c20, c21) = (Vector256.Load(start + 2 * row), Vector256.Load(start + 2 * row + 8));
            if (TRows.Count > 3) (c30, c31) = (Vector256.Load(start + 3 * row), Vector256.Load(start + 3 * row + 8));
            if (TRows.Count > 4) (c40, c41) = (Vector256.Load(start + 4 * row), Vector256.Load(start + 4 * row + 8));
            if (TRows.Count > 5) (c50, c51) = (Vector256.Load(start + 5 * row), Vector256.Load(start + 5 * row + 8));
        }

        float* aSegment = tile.A, bSegment = tile.B;
        nint aRow = tile.ARow, aStep = tile.AStep, bStep = tile.BStep, depth = tile.Depth;
        for (nint segment = tile.Segments; segment > 0; segment--)
        {
            float* a0 = aSegment, a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow, a4 = a3 + aRow, a5 = a4 + aRow, b = bSegment;
            nint offset = 0;
            for (nint k = depth; k > 0; k--)
            {
                Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8), a = Vector256.Create(a0[offset]);
                c00 = Vector256.FusedMultiplyAdd(a, b0, c00);
                c01 = Vector256.FusedMultiplyAdd(a, b1, c01);
                if (TRows.Count > 1)
                {
                    a = Vector256.Create(a1[offset]);
                    c10 = Vector256.FusedMultiplyAdd(a, b0, c10);
                    c11 = Vector256.FusedMultiplyAdd(a, b1, c11);
                }
                if (TRows.Count > 2)
                {
                    a = Vector256.Create(a2[offset]);
                    c20 = Vector256.FusedMultiplyAdd(a, b0, c20);
                    c21 = Vector256.FusedMultiplyAdd(a, b1, c21);
                }
                if (TRows.Count > 3)
                {
                    a = Vector256.Create(a3[offset]);
                    c30 = Vector256.FusedMultiplyAdd(a, b0, c30);
                    c31 = Vector256.FusedMultiplyAdd(a, b1, c31);
                }
                if (TRows.Count > 4)
                {
                    a = Vector256.Create(a4[offset]);
                    c40 = Vector256.FusedMultiplyAdd(a, b0, c40);
                    c41 = Vector256.FusedMultiplyAdd(a, b1, c41);
                }
                if (TRows.Count > 5)
                {
                    a = Vector256.Create(a5[offset]);
                    c50 = Vector256.FusedMultiplyAdd(a, b0, c50);
                    c51 = Vector256.FusedMultiplyAdd(a, b1, c51);
                }
                offset += aStep;
                b += bStep;
            }
            aSegment += tile.ASegment;
            bSegment += tile.BSegment;
        }

        float* c = tile.C;
        nint cRow = tile.CRow;
        Store(c, c00, c01);
        if (TRows.Count > 1) Store(c + cRow, c10, c11);
        if (TRows.Count > 2) Store(c + 2 * cRow, c20, c21);
        if (TRows.Count > 3) Store(c + 3 * cRow, c30, c31);
        if (TRows.Count > 4) Store(c + 4 * cRow, c40, c41);
        if (TRows.Count > 5) Store(c + 5 * cRow, c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector256<float> left, Vector256<float> right)
    {
        left.Store(c);
        right.Store(c + 8);
    }

    private interface IRowCount
    {
        static abstract int Count { get; }
    }

    private readonly struct One : IRowCount { public static int Count => 1; }

    private readonly struct Two : IRowCount { public static int Count => 2; }

    private readonly struct Three : IRowCount { public static int Count => 3; }

    private readonly struct Four : IRowCount { public static int Count => 4; }

    private readonly struct Five : IRowCount { public static int Count => 5; }

    private readonly struct Six : IRowCount { public static int Count => 6; }
}
