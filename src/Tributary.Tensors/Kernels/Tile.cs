namespace Tributary.Tensors;

/// <summary>
/// The operands of one panel of a matrix product, one or two vectors wide:
/// <c>C[i, j] = Start[i, j] + sum over s, k of A[i, s, k] * B[s, k, j]</c>.
/// </summary>
/// <remarks>
/// The summed index is split in two, segments and depth, so that a convolution (a window is some rows of an image, each contiguous) is the
/// same product as a plain matrix product (one segment). All strides are in elements; columns of B, C and Start are contiguous.
/// </remarks>
internal unsafe struct Tile
{
    /// <summary>The extents of the summed index.</summary>
    public nint Segments, Depth;

    /// <summary>How many tiles lie below each other.</summary>
    public nint Count;

    /// <summary>Element A[0, 0, 0].</summary>
    public float* A;

    /// <summary>Distances in A from row to row, along the depth, and between segments.</summary>
    public nint ARow, AStep, ASegment;

    /// <summary>Element B[0, 0, 0].</summary>
    public float* B;

    /// <summary>Distances in B along the depth and between segments.</summary>
    public nint BStep, BSegment;

    /// <summary>What the sum starts from: null for zero, C itself to accumulate, or a bias row with stride zero.</summary>
    public float* Start;

    /// <summary>The distance between rows of <see cref="Start"/>.</summary>
    public nint StartRow;

    /// <summary>Element C[0, 0].</summary>
    public float* C;

    /// <summary>The distance between rows of <see cref="C"/>.</summary>
    public nint CRow;

    /// <summary>Starts the sum from C where <paramref name="add"/>, else from one row for all, or from zero where that is null.</summary>
    public void StartFrom(bool add, float* row)
    {
        Start = add ? C : row;
        StartRow = add ? CRow : 0;
    }
}
