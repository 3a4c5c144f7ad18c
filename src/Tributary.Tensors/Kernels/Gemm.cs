using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Single-precision matrix products, blocked for the caches; transposes are views.</summary>
/// <remarks>
/// The blocking is that of Goto, van de Geijn: Anatomy of high-performance matrix multiplication, ACM TOMS 34(3), 2008. Every element is
/// one chain of fused multiply-adds over the inner extent, so the result does not depend on any of the choices below.
/// </remarks>
internal static unsafe class Gemm
{
    /// <summary>Columns of a block of B.</summary>
    private const int ColumnBlock = 1024;

    /// <summary>Rows of a block of A.</summary>
    private static int RowBlock => Vector512.IsHardwareAccelerated ? 96 : 144;

    /// <summary>
    /// The inner extent of a block: a block of A stays in the second-level cache, and a panel of B in the first, or, where wide vectors
    /// need it less often, in the second too.
    /// </summary>
    private static int DepthBlock => Vector512.IsHardwareAccelerated ? 1024 : 256;

    /// <summary>Computes <c>C = A B</c>, <c>C = C + A B</c> or <c>C = bias + A B</c>.</summary>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">B, K x N.</param>
    /// <param name="result">C, M x N, stored row by row.</param>
    /// <param name="workspace">Room for packed blocks.</param>
    /// <param name="add">Whether to add to what C holds.</param>
    /// <param name="bias">N values to start every row from, or nothing.</param>
    public static void Multiply(
        MatrixView left, MatrixView right, MatrixView result, Workspace workspace, bool add = false, ReadOnlySpan<float> bias = default)
    {
        Check(left, right, result);
        fixed (float* a = left.Values, b = right.Values, c = result.Values, start = bias)
            Multiply(
                new(a, left.RowStride, left.ColumnStride), new(b, right.RowStride, right.ColumnStride), c, result.RowStride,
                left.Rows, right.Columns, right.Rows, workspace, add, start);
    }

    /// <summary>Refuses extents that do not fit.</summary>
    public static void Check(MatrixView left, MatrixView right, MatrixView result)
    {
        TensorException.ThrowIfDifferent("Inner extents of a matrix product", left.Columns, right.Rows);
        TensorException.ThrowIfDifferent("Rows of a matrix product", left.Rows, result.Rows);
        TensorException.ThrowIfDifferent("Columns of a matrix product", right.Columns, result.Columns);
    }

    /// <summary>
    /// The same for operands that are known to fit; every block that is finished is handed to <paramref name="finished"/>.
    /// </summary>
    public static void Multiply(
        Operand left, Operand right, float* result, nint resultRow, int m, int n, int k, Workspace workspace, bool add, float* bias,
        BlockBody? finished = null)
    {
        if (!add && bias is null && finished is null && IsTurned(right, m, n, k))
        {
            MultiplyTurned(left, right, result, resultRow, m, n, k, workspace);
            return;
        }
        var tile = new Tile { Segments = 1, ARow = left.RowStride, AStep = left.ColumnStride, CRow = resultRow };
        int blocks = (k + DepthBlock - 1) / DepthBlock, depthStep = (k + blocks - 1) / blocks;
        for (int column = 0; column < n; column += ColumnBlock)
            for (int depth = 0; depth < k; depth += depthStep)
            {
                tile.Depth = Math.Min(depthStep, k - depth);
                tile.A = left.Values + depth * left.ColumnStride;
                tile.C = result + column;
                tile.StartFrom(add || depth > 0, bias is null ? null : bias + column);
                float* block = right.Values + depth * right.RowStride + column * right.ColumnStride;
                BlockBody? then = depth + depthStep >= k ? finished : null;
                Block(tile, m, Math.Min(ColumnBlock, n - column), block, right.RowStride, right.ColumnStride, workspace, then);
            }
    }

    /// <summary>One block of the inner extent and of the columns, all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(Tile tile, int rows, int columns, float* b, nint bRow, nint bColumn, Workspace workspace, BlockBody? then)
    {
        int depth = (int)tile.Depth, whole = columns / Panel.Width * Panel.Width;
        bool inPlace = bColumn == 1 && IsReadInPlace(rows, columns, depth, bRow);
        int packedFrom = inPlace ? whole : 0;
        fixed (float* panels = workspace.PackedRight(Packing.PanelCount(depth, columns - packedFrom)))
        {
            Packing.Panels(b + packedFrom * bColumn, bRow, bColumn, depth, columns - packedFrom, panels);
            bool copy = columns > 2 * Panel.Width && Math.Max(tile.ARow, tile.AStep) > 256;
            for (int row = 0; row < rows; row += RowBlock)
            {
                int height = Math.Min(RowBlock, rows - row);
                Tile strip = tile;
                strip.A += row * tile.ARow;
                strip.C += row * tile.CRow;
                strip.Start += tile.Start is null ? 0 : row * tile.StartRow;
                fixed (float* packedLeft = workspace.PackedLeft(copy ? (height + Lanes.Count) * (depth + Lanes.Count) : 0))
                {
                    if (copy) Copy(ref strip, height, packedLeft);
                    for (int column = 0; column < columns; column += Panel.Width)
                    {
                        Tile panel = strip;
                        bool packed = column >= packedFrom;
                        int width = Math.Min(Panel.Width, columns - column);
                        panel.B = packed ? panels + (nint)(column - packedFrom) * depth : b + column;
                        panel.BStep = packed ? Packing.Stride(width) : bRow;
                        panel.C += column;
                        panel.Start += tile.Start is null ? 0 : column;
                        Panel.Run(height, width, panel);
                    }
                    then?.Invoke(strip.C, height, columns);
                }
            }
        }
    }

    /// <summary>
    /// Whether a copy of B would not pay. With wide vectors it pays for many rows and a B beyond the second-level cache alone; otherwise
    /// for all but few rows, and where rows of B lie so that they fall on the same few sets of the cache.
    /// </summary>
    private static bool IsReadInPlace(int rows, int columns, int depth, nint bRow) =>
        rows <= Panel.Height || (rows <= 40 && bRow % 128 != 0) || (depth * columns <= 8192 && bRow % 512 != 0)
            || (Vector512.IsHardwareAccelerated && bRow % Lanes.Count == 0 && (rows <= 96 || depth * bRow <= 1 << 18));

    /// <summary>Whether it pays to compute the product on its side: B is transposed, and few rows would not pay for turning it.</summary>
    private static bool IsTurned(Operand right, int m, int n, int k) =>
        right.ColumnStride != 1 && m <= 2 * Panel.Width && n >= 4 * m && (long)n * k >= 1 << 15;

    /// <summary>C^T = B^T A^T, some columns of C at a time, each then written where it belongs.</summary>
    private static void MultiplyTurned(
        Operand left, Operand right, float* result, nint resultRow, int m, int n, int k, Workspace workspace)
    {
        const int Part = 1024;
        fixed (float* turned = workspace.Turned(Math.Min(Part, n) * m))
            for (int column = 0; column < n; column += Part)
            {
                int count = Math.Min(Part, n - column);
                Multiply(right.FromColumn(column).Transposed, left.Transposed, turned, m, count, m, k, workspace, false, null);
                Packing.Transpose(turned, m, count, m, result + column, resultRow);
            }
    }

    /// <summary>
    /// Moves a block of A together, as its rows or its columns lie: far apart they would push each other out of the cache.
    /// </summary>
    private static void Copy(ref Tile strip, nint height, float* packed)
    {
        bool byRows = strip.AStep == 1;
        (nint lines, nint length) = byRows ? (height, strip.Depth) : (strip.Depth, height);
        nint stride = byRows ? strip.ARow : strip.AStep;
        nint packedStride = length + Lanes.Count;
        for (nint line = 0; line < lines; line++)
            new ReadOnlySpan<float>(strip.A + line * stride, (int)length).CopyTo(new(packed + line * packedStride, (int)length));
        strip.A = packed;
        strip.ARow = byRows ? packedStride : 1;
        strip.AStep = byRows ? 1 : packedStride;
    }
}
