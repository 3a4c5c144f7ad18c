using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>C = A B in single precision, A of M x K and B of K x N; a <c>t</c> says that an operand is stored transposed.</summary>
internal sealed class MatrixProductStep : IEngineStep
{
    private readonly int _m, _n, _k;
    private readonly bool _leftTransposed, _rightTransposed;
    private readonly Tensor _left, _right, _result;
    private readonly MatrixProduct _product;

    public MatrixProductStep(int m, int n, int k, string transposes, int threads)
    {
        (_m, _n, _k) = (m, n, k);
        (_leftTransposed, _rightTransposed) = (transposes[0] == 't', transposes[1] == 't');
        var graph = new Graph(1); // its memory is that of a network: operands begin on cache lines
        (_left, _right, _result) = (graph.Input(m * k), graph.Input(k * n), graph.Input(m * n));
        _product = new MatrixProduct { Threads = threads };
        var random = new RandomStream(5);
        foreach (ref float value in _left.Values) value = random.NextSingle() - 0.5f;
        foreach (ref float value in _right.Values) value = random.NextSingle() - 0.5f;
    }

    /// <inheritdoc/>
    public int Threads => _product.Threads;

    /// <inheritdoc/>
    public void Run(int steps)
    {
        MatrixView left = _leftTransposed ? MatrixView.Of(_left.Values, _k, _m).Transposed : MatrixView.Of(_left.Values, _m, _k);
        MatrixView right = _rightTransposed ? MatrixView.Of(_right.Values, _n, _k).Transposed : MatrixView.Of(_right.Values, _k, _n);
        MatrixView result = MatrixView.Of(_result.Values, _m, _n);
        for (int i = 0; i < steps; i++) _product.Multiply(left, right, result);
    }
}
