using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Copies of matrices in the order in which <see cref="MicroKernel"/> reads them.</summary>
internal static unsafe class Packing
{
    /// <summary>The number of floats that <see cref="Panels"/> writes.</summary>
    public static int PanelCount(int depth, int columns) =>
        (columns + MicroKernel.Width - 1) / MicroKernel.Width * MicroKernel.Width * depth;

    /// <summary>Cuts a matrix into panels of 16 columns, each stored row by row; the last one is filled up with zeros.</summary>
    /// <param name="source">Element (0, 0).</param>
    /// <param name="rowStride">The distance between rows; of it and <paramref name="columnStride"/> one is 1.</param>
    /// <param name="columnStride">The distance between columns.</param>
    /// <param name="depth">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="panels">Receives panel after panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panels(float* source, nint rowStride, nint columnStride, int depth, int columns, float* panels)
    {
        for (int column = 0; column < columns; column += MicroKernel.Width)
        {
            int width = Math.Min(MicroKernel.Width, columns - column);
            float* from = source + column * columnStride;
            if (width < MicroKernel.Width) new Span<float>(panels, depth * MicroKernel.Width).Clear();
            if (columnStride == 1) CopyRows(from, rowStride, depth, width, panels);
            else Transpose(from, columnStride, width, depth, panels, MicroKernel.Width);
            panels += depth * MicroKernel.Width;
        }
    }

    /// <summary>Writes element (i, j) of a matrix of <paramref name="rows"/> x <paramref name="columns"/> to (j, i) of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint sourceRow, int rows, int columns, float* target, nint targetRow)
    {
        int i = 0;
        for (; i <= rows - 4; i += 4)
        {
            float* from = source + i * sourceRow, to = target + i;
            int j = 0;
            for (; j <= columns - 2; j += 2, from += 2, to += 2 * targetRow)
            {
                // Two columns of four rows: pairs (a0 a1)(b0 b1) become (a0 b0)(a1 b1).
                Vector128<float> top = Pairs(from, from + sourceRow), bottom = Pairs(from + 2 * sourceRow, from + 3 * sourceRow);
                *(double*)to = top.AsDouble().ToScalar();
                *(double*)(to + 2) = bottom.AsDouble().ToScalar();
                *(double*)(to + targetRow) = top.AsDouble().GetElement(1);
                *(double*)(to + targetRow + 2) = bottom.AsDouble().GetElement(1);
            }
            for (; j < columns; j++, from++, to += targetRow)
                for (int r = 0; r < 4; r++)
                    to[r] = from[r * sourceRow];
        }
        for (; i < rows; i++)
            for (int j = 0; j < columns; j++)
                target[j * targetRow + i] = source[i * sourceRow + j];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Pairs(float* first, float* second) =>
        Vector128.Shuffle(Vector128.Create(*(double*)first, *(double*)second).AsSingle(), Vector128.Create(0, 2, 1, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows(float* from, nint rowStride, int depth, int width, float* to)
    {
        if (width == MicroKernel.Width)
        {
            for (int k = 0; k < depth; k++, from += rowStride, to += MicroKernel.Width)
            {
                Vector256.Load(from).Store(to);
                Vector256.Load(from + 8).Store(to + 8);
            }
            return;
        }
        for (int k = 0; k < depth; k++, from += rowStride, to += MicroKernel.Width)
            for (int j = 0; j < width; j++)
                to[j] = from[j];
    }
}
