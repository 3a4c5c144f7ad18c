using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>C = A B in single precision, A of M x K and B of K x N; a <c>t</c> says that an operand is stored transposed.</summary>
internal sealed class MatrixProductStep : IEngineStep
{
    private readonly int _m, _n, _k;
    private readonly bool _leftTransposed, _rightTransposed;
    private readonly Memory<float> _left, _right, _result;
    private readonly Graph _graph;
    private readonly SplitProduct _product;

    public MatrixProductStep(int m, int n, int k, string transposes, int threads)
    {
        (_m, _n, _k) = (m, n, k);
        (_leftTransposed, _rightTransposed) = (transposes[0] == 't', transposes[1] == 't');
        (_left, _right, _result) = (AlignedMemory.Allocate(m * k), AlignedMemory.Allocate(k * n), AlignedMemory.Allocate(m * n));
        _graph = new Graph(1) { Threads = threads };
        _product = new SplitProduct(_graph);
        var random = new RandomStream(5);
        foreach (ref float value in _left.Span) value = random.NextSingle() - 0.5f;
        foreach (ref float value in _right.Span) value = random.NextSingle() - 0.5f;
    }

    /// <inheritdoc/>
    public int Threads => _graph.Threads;

    /// <inheritdoc/>
    public void Run(int steps)
    {
        MatrixView left = _leftTransposed ? MatrixView.Of(_left.Span, _k, _m).Transposed : MatrixView.Of(_left.Span, _m, _k);
        MatrixView right = _rightTransposed ? MatrixView.Of(_right.Span, _n, _k).Transposed : MatrixView.Of(_right.Span, _k, _n);
        MatrixView result = MatrixView.Of(_result.Span, _m, _n);
        for (int i = 0; i < steps; i++) _product.Multiply(left, right, result);
    }
}
