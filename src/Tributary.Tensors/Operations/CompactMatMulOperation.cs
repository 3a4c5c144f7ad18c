namespace Tributary.Tensors;

/// <summary>y = x W over the last extent of x, where W (in, out) is frozen and kept in compact form.</summary>
/// <remarks>
/// W is decoded piece by piece into scratch memory, so that it never stands in memory as floats. Pieces follow one another along the summed
/// extent in ascending order and each product adds to the last one, so that every element is the same chain of fused multiply-adds as with
/// W decoded: the same bits. Each thread computes columns of the result, and decodes what it needs for them.
/// </remarks>
internal sealed class CompactMatMulOperation : Operation
{
    /// <summary>The most steps of the sum, as in a block of <see cref="Gemm"/>, and columns of the result in a piece.</summary>
    private const int DepthBlock = 384, ColumnBlock = 512;

    private readonly Tensor _input;
    private readonly CompactTensor _weight;
    private readonly int _inputs, _outputs;
    private readonly RangeBody _forward, _backward;
    private bool _add;

    public CompactMatMulOperation(Tensor input, CompactTensor weight) : base(input)
    {
        if (input.Shape.Rank == 0) throw new TensorException("A matrix product needs rows, got a scalar.");
        if (weight.Shape.Rank != 2)
            throw new TensorException($"The right operand of a matrix product: expected a matrix, got shape {weight.Shape}.");
        (_inputs, _outputs) = (weight.Shape[0], weight.Shape[1]);
        TensorException.ThrowIfDifferent("Last extent of a matrix product's input", _inputs, input.Shape[^1]);
        _input = input;
        _weight = weight;
        _forward = Forward;
        _backward = Backward;
        Output = Result([.. input.Shape.Extents[..^1], _outputs], input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override void Forward() => ForColumns(_outputs, _inputs, _forward);

    public override void BackwardInputs()
    {
        if (!Flows(_input)) return;
        _input.GradientToWrite(out _add);
        ForColumns(_inputs, _outputs, _backward);
    }

    /// <summary>Shares out vectors of the result's columns.</summary>
    private void ForColumns(int columns, int depth, RangeBody body)
    {
        // A multiply-add is a twentieth of a load, and decoding is about five of them.
        int vectors = (columns + Lanes.Count - 1) / Lanes.Count;
        Graph.For(vectors, (_input.Rows + 5L) * Lanes.Count * depth / 20, body);
    }

    /// <summary>Computes some vectors of columns of y (rows, out).</summary>
    private void Forward(int start, int end, Workspace workspace)
    {
        (start, end) = (start * Lanes.Count, Math.Min(_outputs, end * Lanes.Count));
        int step = EvenSteps(_inputs, DepthBlock);
        for (int column = start; column < end; column += ColumnBlock)
            for (int depth = 0; depth < _inputs; depth += step)
            {
                int width = Math.Min(ColumnBlock, end - column), height = Math.Min(step, _inputs - depth);
                MatrixView piece = Decode(depth, height, column, width, workspace);
                MatrixView input = Columns(_input.Values, _inputs, depth, height), output = Columns(Output.Values, _outputs, column, width);
                Gemm.Multiply(input, piece, output, workspace, add: depth > 0);
            }
    }

    /// <summary>Computes some vectors of columns of the gradient of x (rows, in), which belong to rows of W.</summary>
    private void Backward(int start, int end, Workspace workspace)
    {
        (start, end) = (start * Lanes.Count, Math.Min(_inputs, end * Lanes.Count));
        int step = EvenSteps(_outputs, DepthBlock);
        for (int column = start; column < end; column += ColumnBlock)
            for (int depth = 0; depth < _outputs; depth += step)
            {
                int height = Math.Min(ColumnBlock, end - column), width = Math.Min(step, _outputs - depth);
                MatrixView piece = Decode(column, height, depth, width, workspace);
                MatrixView gradient = Columns(Output.Gradient, _outputs, depth, width);
                MatrixView target = Columns(_input.Gradient, _inputs, column, height);
                Gemm.Multiply(gradient, piece.Transposed, target, workspace, _add || depth > 0);
            }
    }

    /// <summary>Some rows and columns of W in scratch memory.</summary>
    private MatrixView Decode(int row, int rows, int column, int columns, Workspace workspace)
    {
        Span<float> piece = workspace.Scratch(rows * columns);
        if (columns == _outputs) _weight.Decode(row * _outputs, piece);
        else
            for (int i = 0; i < rows; i++) _weight.Decode((row + i) * _outputs + column, piece.Slice(i * columns, columns));
        return MatrixView.Of(piece, rows, columns);
    }

    /// <summary>The length of steps of at most <paramref name="largest"/> that cover an extent without a short one at the end.</summary>
    private static int EvenSteps(int extent, int largest)
    {
        int count = (extent + largest - 1) / largest;
        return (extent + count - 1) / count;
    }

    /// <summary>Some columns of a matrix that is stored row by row.</summary>
    private static MatrixView Columns(Span<float> values, int width, int first, int count) =>
        MatrixView.Of(values[first..], values.Length / width, count, width);
}
