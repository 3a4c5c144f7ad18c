namespace Tributary.Tensors;

/// <summary>Single-precision matrix products over the caller's memory, by the kernels that the layers of a network use.</summary>
/// <remarks>
/// Keeps its room for packed blocks from call to call, so that only the first allocates; one caller at a time. Every element is one chain
/// of fused multiply-adds over the inner extent, in ascending order, for any number of threads and on any processor.
/// <code>
/// var product = new MatrixProduct { Threads = 2 };
/// product.Multiply(MatrixView.Of(a, m, k), MatrixView.Of(b, n, k).Transposed, MatrixView.Of(c, m, n));    // C = A B^T
/// </code>
/// </remarks>
public sealed class MatrixProduct
{
    private readonly Graph _graph = new(capacity: 1);
    private readonly SplitProduct _product;

    /// <summary>Makes a product that works on one thread.</summary>
    public MatrixProduct() => _product = new SplitProduct(_graph);

    /// <summary>The number of threads that share the work of large products, at least one.</summary>
    /// <exception cref="TensorException">The number is less.</exception>
    public int Threads
    {
        get => _graph.Threads;
        set => _graph.Threads = value;
    }

    /// <summary>Computes <c>C = A B</c>, or <c>C = C + A B</c>.</summary>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">B, K x N.</param>
    /// <param name="result">C, M x N, stored row by row; it must not overlap the operands.</param>
    /// <param name="add">Whether to add to what C holds.</param>
    /// <exception cref="TensorException">
    /// The extents do not fit, one is not positive, C is a transposed view, or its rows overlap.
    /// </exception>
    public void Multiply(MatrixView left, MatrixView right, MatrixView result, bool add = false)
    {
        TensorException.ThrowIfNotPositive(result.Rows, "rows of a matrix product");
        TensorException.ThrowIfNotPositive(result.Columns, "columns of a matrix product");
        TensorException.ThrowIfNotPositive(left.Columns, "inner extent of a matrix product");
        TensorException.ThrowIfDifferent("Inner extents of a matrix product", left.Columns, right.Rows);
        TensorException.ThrowIfDifferent("Rows of a matrix product", left.Rows, result.Rows);
        TensorException.ThrowIfDifferent("Columns of a matrix product", right.Columns, result.Columns);
        if (result.ColumnStride != 1 || (result.Rows > 1 && result.RowStride < result.Columns))
            throw new TensorException(
                "The result of a matrix product must be stored row by row, no row reaching into the next. "
                + "Exchange and transpose the operands instead.");
        _product.Multiply(left, right, result, add);
    }
}
