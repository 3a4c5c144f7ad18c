namespace Tributary.Tensors;

/// <summary>The sum of a matrix's rows, its columns shared out among the threads of a graph: the gradient of a bias.</summary>
/// <remarks>Each column is one sum in the order of the rows, whichever thread does it.</remarks>
internal sealed unsafe class ColumnSum
{
    private const int Block = 4 * Lanes.Count; // columns that one pass over the rows takes along

    private readonly Graph _graph;
    private readonly RangeBody _body;
    private float* _rows, _sum;
    private int _count, _columns;
    private bool _add;

    public ColumnSum(Graph graph)
    {
        _graph = graph;
        _body = Columns;
    }

    /// <summary>Sets <paramref name="sum"/> (columns) to the sum of <paramref name="rows"/> (rows, columns), or adds it.</summary>
    public void Run(ReadOnlySpan<float> rows, Span<float> sum, bool add)
    {
        fixed (float* x = rows, y = sum)
        {
            (_count, _columns, _add) = (rows.Length / sum.Length, sum.Length, add);
            _rows = x;
            _sum = y;
            _graph.For((_columns + Block - 1) / Block, (long)_count * Math.Min(Block, _columns), _body);
        }
    }

    private void Columns(int start, int end, Workspace workspace)
    {
        (start, end) = (start * Block, Math.Min(_columns, end * Block));
        Reduction.SumRows(new(_rows + start, (_count - 1) * _columns + end - start), _columns, new(_sum + start, end - start), _add);
    }
}
