namespace Tributary.Tensors;

/// <summary>
/// The three products of attention with a matrix of T x T, of which, where it is causal, only the part on and below the diagonal counts:
/// what lies above is neither computed nor read, but for the corners that tiles cut.
/// </summary>
/// <remarks>The bits are those of the full products with zeros above the diagonal: adding zero changes nothing.</remarks>
internal static unsafe class VisibleProduct
{
    /// <summary>S = X Y^T where visible; corners above the diagonal may hold anything afterwards.</summary>
    /// <param name="x">(T, C).</param>
    /// <param name="y">(T, C).</param>
    /// <param name="s">(T, T), row by row.</param>
    /// <param name="length">T.</param>
    /// <param name="width">C.</param>
    /// <param name="causal">Whether row t needs no column behind t.</param>
    /// <param name="workspace">Room for Y^T.</param>
    public static void Outer(Operand x, Operand y, float* s, int length, int width, bool causal, Workspace workspace)
    {
        fixed (float* panels = workspace.PackedRight(Packing.PanelCount(width, length)))
        {
            Packing.Panels(y.Values, y.ColumnStride, y.RowStride, width, length, panels);
            for (int column = 0; column < length; column += Panel.Width)
            {
                int first = causal ? column : 0, columns = Math.Min(Panel.Width, length - column);
                Panel.Run(length - first, columns, new Tile
                {
                    Segments = 1,
                    Depth = width,
                    A = x.Values + first * x.RowStride,
                    ARow = x.RowStride,
                    AStep = x.ColumnStride,
                    B = panels + column * width,
                    BStep = Packing.Stride(columns),
                    C = s + first * length + column,
                    CRow = length,
                });
            }
        }
    }

    /// <summary>Z = S Y, or Z += S Y where <paramref name="add"/>.</summary>
    /// <param name="s">(T, T), zero above the diagonal where <paramref name="causal"/>.</param>
    /// <param name="y">(T, C).</param>
    /// <param name="z">(T, C).</param>
    /// <param name="length">T.</param>
    /// <param name="width">C.</param>
    /// <param name="causal">Whether row t reads no column behind t.</param>
    /// <param name="add">Whether to add to what Z holds.</param>
    /// <param name="workspace">Room for Y.</param>
    public static void Inner(float* s, Operand y, Operand z, int length, int width, bool causal, bool add, Workspace workspace)
    {
        fixed (float* packed = workspace.PackedRight(PackedCount(length, width)))
            for (int row = 0; row < length; row += Panel.Height)
            {
                int height = Math.Min(Panel.Height, length - row);
                var tile = new Tile
                {
                    Segments = 1,
                    Depth = causal ? row + height : length,
                    A = s + row * length,
                    ARow = length,
                    AStep = 1,
                };
                Strip(tile, height, 0, row, y, z, length, width, add, packed);
            }
    }

    /// <summary>Z = S^T Y, or Z += S^T Y where <paramref name="add"/>; parameters as for <see cref="Inner"/>.</summary>
    public static void InnerTransposed(float* s, Operand y, Operand z, int length, int width, bool causal, bool add, Workspace workspace)
    {
        fixed (float* packed = workspace.PackedRight(PackedCount(length, width)))
            for (int row = 0; row < length; row += Panel.Height)
            {
                int height = Math.Min(Panel.Height, length - row), first = causal ? row : 0;
                var tile = new Tile { Segments = 1, Depth = length - first, A = s + first * length + row, ARow = 1, AStep = length };
                Strip(tile, height, first, row, y, z, length, width, add, packed);
            }
    }

    private static int PackedCount(int length, int width) => width % Lanes.Count == 0 ? 0 : Packing.PanelCount(length, width);

    /// <summary>Some rows of the result; Y is read in place where its rows are whole vectors, else packed once.</summary>
    private static void Strip(
        Tile tile, int height, int first, int row, Operand y, Operand z, int length, int width, bool add, float* packed)
    {
        bool inPlace = width % Lanes.Count == 0;
        if (!inPlace && row == 0) Packing.Panels(y.Values, y.RowStride, y.ColumnStride, length, width, packed);
        for (int column = 0; column < width; column += Panel.Width)
        {
            int columns = Math.Min(Panel.Width, width - column);
            tile.BStep = inPlace ? y.RowStride : Packing.Stride(columns);
            tile.B = (inPlace ? y.Values + column : packed + column * length) + first * tile.BStep;
            tile.C = z.Values + row * z.RowStride + column;
            tile.CRow = z.RowStride;
            tile.StartFrom(add, null);
            Panel.Run(height, columns, tile);
        }
    }
}
