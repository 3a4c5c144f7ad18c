using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Copies of matrices in the order in which <see cref="MicroKernel"/> reads them.</summary>
internal static unsafe class Packing
{
    /// <summary>The distance between the rows of a panel: whole vectors.</summary>
    public static int Stride(int columns) => columns > Lanes.Count ? 2 * Lanes.Count : Lanes.Count;

    /// <summary>The number of floats that <see cref="Panels"/> writes.</summary>
    public static int PanelCount(int depth, int columns) => (columns + Lanes.Count - 1) / Lanes.Count * Lanes.Count * depth;

    /// <summary>Cuts a matrix into panels, each stored row by row; the last one is filled up with zeros to whole vectors.</summary>
    /// <param name="source">Element (0, 0).</param>
    /// <param name="rowStride">The distance between rows; of it and <paramref name="columnStride"/> one is 1.</param>
    /// <param name="columnStride">The distance between columns.</param>
    /// <param name="depth">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="panels">Receives panel after panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panels(float* source, nint rowStride, nint columnStride, int depth, int columns, float* panels)
    {
        int column = columnStride == 1 ? WholePanels(source, rowStride, depth, columns, panels) : 0;
        for (; column < columns; column += Panel.Width)
        {
            int width = Math.Min(Panel.Width, columns - column), stride = Stride(width);
            float* from = source + column * columnStride, to = panels + (nint)column * depth;
            if (width < stride) new Span<float>(to, depth * stride).Clear();
            if (columnStride == 1) CopyRows(from, rowStride, depth, width, to, stride);
            else Transpose(from, columnStride, width, depth, to, stride);
        }
    }

    /// <summary>Packs full panels, several side by side: a long piece of a row is read faster than many short ones.</summary>
    /// <returns>The number of columns packed.</returns>
    private static int WholePanels(float* source, nint rowStride, int depth, int columns, float* panels)
    {
        const int Together = 8;
        int column = 0;
        while (columns - column >= Panel.Width)
        {
            int count = Math.Min(Together, (columns - column) / Panel.Width);
            nint panel = (nint)depth * Panel.Width;
            for (int k = 0; k < depth; k++)
            {
                float* from = source + k * rowStride + column, to = panels + (nint)column * depth + k * Panel.Width;
                for (int i = 0; i < count; i++, from += Panel.Width, to += panel)
                {
                    Vector512.Load(from).Store(to);
                    if (Panel.Width > Lanes.Count) Vector512.Load(from + Lanes.Count).Store(to + Lanes.Count);
                }
            }
            column += count * Panel.Width;
        }
        return column;
    }

    /// <summary>Writes element (i, j) of a matrix of <paramref name="rows"/> x <paramref name="columns"/> to (j, i) of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint sourceRow, int rows, int columns, float* target, nint targetRow)
    {
        int i = 0;
        for (; i <= rows - 8; i += 8)
        {
            float* from = source + i * sourceRow, to = target + i;
            int j = 0;
            for (; j <= columns - 8; j += 8, from += 8, to += 8 * targetRow) Transpose8(from, sourceRow, to, targetRow);
            for (; j < columns; j++, from++, to += targetRow)
                for (int r = 0; r < 8; r++)
                    to[r] = from[r * sourceRow];
        }
        for (; i < rows; i++)
            for (int j = 0; j < columns; j++)
                target[j * targetRow + i] = source[i * sourceRow + j];
    }

    /// <summary>Eight rows of eight: neighbours are interleaved three times, at distances of four, two and one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8(float* from, nint fromRow, float* to, nint toRow)
    {
        (Vector256<float> a0, Vector256<float> a4) = Interleave(Vector256.Load(from), Vector256.Load(from + 4 * fromRow));
        (Vector256<float> a1, Vector256<float> a5) = Interleave(Vector256.Load(from + fromRow), Vector256.Load(from + 5 * fromRow));
        (Vector256<float> a2, Vector256<float> a6) = Interleave(Vector256.Load(from + 2 * fromRow), Vector256.Load(from + 6 * fromRow));
        (Vector256<float> a3, Vector256<float> a7) = Interleave(Vector256.Load(from + 3 * fromRow), Vector256.Load(from + 7 * fromRow));
        (Vector256<float> b0, Vector256<float> b2) = Interleave(a0, a2);
        (Vector256<float> b1, Vector256<float> b3) = Interleave(a1, a3);
        (Vector256<float> b4, Vector256<float> b6) = Interleave(a4, a6);
        (Vector256<float> b5, Vector256<float> b7) = Interleave(a5, a7);
        (Vector256<float> c0, Vector256<float> c1) = Interleave(b0, b1);
        (Vector256<float> c2, Vector256<float> c3) = Interleave(b2, b3);
        (Vector256<float> c4, Vector256<float> c5) = Interleave(b4, b5);
        (Vector256<float> c6, Vector256<float> c7) = Interleave(b6, b7);
        c0.Store(to);
        c1.Store(to + toRow);
        c2.Store(to + 2 * toRow);
        c3.Store(to + 3 * toRow);
        c4.Store(to + 4 * toRow);
        c5.Store(to + 5 * toRow);
        c6.Store(to + 6 * toRow);
        c7.Store(to + 7 * toRow);
    }

    /// <summary>x0 y0 x1 y1 … of the lower halves, and of the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Lower, Vector256<float> Upper) Interleave(Vector256<float> x, Vector256<float> y)
    {
        Vector256<int> low = Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3), high = Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7);
        Vector256<float> second = Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1).AsSingle();
        return (Vector256.ConditionalSelect(second, Vector256.Shuffle(y, low), Vector256.Shuffle(x, low)),
            Vector256.ConditionalSelect(second, Vector256.Shuffle(y, high), Vector256.Shuffle(x, high)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows(float* from, nint rowStride, int depth, int width, float* to, int stride)
    {
        for (int k = 0; k < depth; k++, from += rowStride, to += stride)
        {
            int j = 0;
            for (; j <= width - 8; j += 8) Vector256.Load(from + j).Store(to + j);
            for (; j < width; j++) to[j] = from[j];
        }
    }
}
