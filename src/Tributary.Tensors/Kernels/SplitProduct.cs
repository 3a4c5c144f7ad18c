namespace Tributary.Tensors;

/// <summary>A matrix product whose rows or columns are shared out among the threads of a graph.</summary>
/// <remarks>
/// Every element of the result is computed by one thread, as one chain over the inner extent: its bits do not depend on the shares. The
/// operands are held as addresses between fork and join; the caller's spans keep them where they are.
/// </remarks>
internal sealed unsafe class SplitProduct
{
    private readonly Graph _graph;
    private readonly RangeBody _rows, _columns;
    private readonly BlockBody _finished;
    private Operand _left, _right;
    private float* _result, _bias;
    private int _resultRow, _m, _n, _k;
    private bool _add;

    public SplitProduct(Graph graph)
    {
        _graph = graph;
        _rows = Rows;
        _columns = Columns;
        _finished = Finish;
    }

    /// <summary>The operation that is computed block by block with this product, if any; see <see cref="Fusion"/>.</summary>
    public Operation? Follower { get; set; }

    /// <summary>As <see cref="Gemm.Multiply(MatrixView, MatrixView, MatrixView, Workspace, bool, ReadOnlySpan{float})"/>.</summary>
    public void Multiply(MatrixView left, MatrixView right, MatrixView result, bool add = false, ReadOnlySpan<float> bias = default)
    {
        Gemm.Check(left, right, result);
        fixed (float* a = left.Values, b = right.Values, c = result.Values, start = bias)
        {
            _left = new(a, left.RowStride, left.ColumnStride);
            _right = new(b, right.RowStride, right.ColumnStride);
            _result = c;
            _bias = start;
            (_resultRow, _m, _n, _k, _add) = (result.RowStride, result.Rows, result.Columns, left.Columns, add);
            // A multiply-add is a twentieth of a load. The longer side is cut, columns between vectors.
            long work = (long)_m * _n * _k / 20;
            int vectors = (_n + Lanes.Count - 1) / Lanes.Count;
            if (_m >= _n) _graph.For(_m, work / _m, _rows);
            else _graph.For(vectors, work / vectors, _columns);
        }
    }

    private void Rows(int start, int end, Workspace workspace) => Gemm.Multiply(
        _left.FromRow(start), _right, _result + (nint)start * _resultRow, _resultRow, end - start, _n, _k, workspace, _add, _bias,
        Follower is null ? null : _finished);

    private void Columns(int start, int end, Workspace workspace)
    {
        (start, end) = (start * Lanes.Count, Math.Min(_n, end * Lanes.Count));
        float* bias = _bias is null ? null : _bias + start;
        Gemm.Multiply(
            _left, _right.FromColumn(start), _result + start, _resultRow, _m, end - start, _k, workspace, _add, bias,
            Follower is null ? null : _finished);
    }

    private void Finish(float* block, int rows, int columns)
    {
        int offset = (int)(block - _result);
        if (columns == _resultRow) Follower!.ForwardPart(offset, rows * columns);
        else
            for (int row = 0; row < rows; row++)
                Follower!.ForwardPart(offset + row * _resultRow, columns);
    }
}
