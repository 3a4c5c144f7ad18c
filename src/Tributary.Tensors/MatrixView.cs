namespace Tributary.Tensors;

/// <summary>A matrix inside someone else's memory: element (i, j) lies at <c>i * RowStride + j * ColumnStride</c>.</summary>
public readonly ref struct MatrixView
{
    private MatrixView(Span<float> values, int rows, int columns, int rowStride, int columnStride)
    {
        Values = values;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>The memory from element (0, 0) on.</summary>
    public Span<float> Values { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The distance between rows, in elements.</summary>
    public int RowStride { get; }

    /// <summary>The distance between columns, in elements.</summary>
    public int ColumnStride { get; }

    /// <summary>The same memory read with rows and columns exchanged.</summary>
    public MatrixView Transposed => new(Values, Columns, Rows, ColumnStride, RowStride);

    /// <summary>A matrix stored row by row without gaps.</summary>
    /// <exception cref="TensorException">The matrix would reach beyond <paramref name="values"/>.</exception>
    public static MatrixView Of(Span<float> values, int rows, int columns) => Of(values, rows, columns, columns);

    /// <summary>A matrix stored row by row, with <paramref name="rowStride"/> elements from one row to the next.</summary>
    /// <exception cref="TensorException">The matrix would reach beyond <paramref name="values"/>.</exception>
    public static MatrixView Of(Span<float> values, int rows, int columns, int rowStride)
    {
        if (rowStride < 0 || (rows - 1) * (long)rowStride + columns > values.Length)
            throw new TensorException(
                $"A matrix of {rows} x {columns} with row stride {rowStride} does not fit into {values.Length} elements.");
        return new MatrixView(values, rows, columns, rowStride, 1);
    }
}
