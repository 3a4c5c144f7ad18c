namespace Tributary.Tensors;

/// <summary>Where a matrix lies: element (i, j) at <c>i * RowStride + j * ColumnStride</c> from the first.</summary>
internal readonly unsafe struct Operand(float* values, nint rowStride, nint columnStride)
{
    /// <summary>Element (0, 0).</summary>
    public float* Values => values;

    /// <summary>The distance between rows, in elements.</summary>
    public nint RowStride => rowStride;

    /// <summary>The distance between columns, in elements.</summary>
    public nint ColumnStride => columnStride;

    /// <summary>The same memory read with rows and columns exchanged.</summary>
    public Operand Transposed => new(values, columnStride, rowStride);

    /// <summary>The matrix without its first <paramref name="rows"/> rows.</summary>
    public Operand FromRow(int rows) => new(values + rows * rowStride, rowStride, columnStride);

    /// <summary>The matrix without its first <paramref name="columns"/> columns.</summary>
    public Operand FromColumn(int columns) => new(values + columns * columnStride, rowStride, columnStride);
}
