namespace Tributary.Tensors;

/// <summary>y = x W + bias over the last extent of x; W is (in, out), or (out, in) where it is read transposed.</summary>
internal sealed class LinearOperation : Operation
{
    private readonly Tensor _input, _weight;
    private readonly Tensor? _bias;
    private readonly bool _transposed;
    private readonly SplitProduct _forward, _backwardInput, _backwardWeight;
    private readonly ColumnSum _backwardBias;

    public LinearOperation(Tensor input, Tensor weight, Tensor? bias, bool transposed) : base(input, weight, bias)
    {
        if (input.Shape.Rank == 0) throw new TensorException("A matrix product needs rows, got a scalar.");
        if (weight.Shape.Rank != 2 || weight.IsPerExample)
            throw new TensorException(
                $"The right operand of a matrix product: expected a matrix that all examples share, got shape {weight.Shape}.");
        int inputs = weight.Shape[transposed ? 1 : 0], outputs = weight.Shape[transposed ? 0 : 1];
        TensorException.ThrowIfDifferent("Last extent of a matrix product's input", inputs, input.Shape[^1]);
        if (bias is not null) TensorException.ThrowIfDifferent("Bias of a matrix product", [outputs], bias.Shape);
        _input = input;
        _weight = weight;
        _bias = bias;
        _transposed = transposed;
        Output = Result([.. input.Shape.Extents[..^1], outputs], input.IsPerExample);
        _forward = new SplitProduct(Graph);
        _backwardInput = new SplitProduct(Graph);
        _backwardWeight = new SplitProduct(Graph);
        _backwardBias = new ColumnSum(Graph);
    }

    public override Tensor Output { get; }

    public override SplitProduct? Product => _forward;

    public override void Forward() =>
        _forward.Multiply(
            Matrix(_input.Values, _input), Weight, Matrix(Output.Values, Output), bias: _bias is null ? default : _bias.Values);

    public override void BackwardInputs()
    {
        if (!Flows(_input)) return;
        MatrixView target = Matrix(_input.GradientToWrite(out bool add), _input); // (rows, in)
        _backwardInput.Multiply(Matrix(Output.Gradient, Output), Weight.Transposed, target, add);
    }

    public override void BackwardParameters(int first, int count)
    {
        Span<float> gradients = Of(first, count, Output.Gradient);
        if (Trains(_weight))
        {
            MatrixView gradient = Matrix(gradients, Output); // (rows, out)
            MatrixView input = Matrix(Of(first, count, _input.Values), _input); // (rows, in)
            MatrixView target = MatrixView.Of(_weight.GradientToWrite(out bool add), _weight.Shape[0], _weight.Shape[1]);
            if (_transposed) _backwardWeight.Multiply(gradient.Transposed, input, target, add);
            else _backwardWeight.Multiply(input.Transposed, gradient, target, add);
        }
        if (_bias is not null && Trains(_bias)) _backwardBias.Run(gradients, _bias.GradientToWrite(out bool addBias), addBias);
    }

    public override bool AddSquaredNorms(double[] squares)
    {
        int positions = _input.Rows / Graph.Batch;
        if (!Trains(_weight) || !GhostNorm.IsCheaper(positions, _weight.Shape[0], _weight.Shape[1])) return false;
        bool hasBias = _bias is not null && Trains(_bias);
        for (int example = 0; example < Graph.Batch; example++)
            squares[example] += GhostNorm.Of(
                Of(example, 1, _input.Values), Of(example, 1, Output.Gradient), positions, hasBias, Graph.Workspace);
        return true;
    }

    private MatrixView Weight
    {
        get
        {
            MatrixView weight = MatrixView.Of(_weight.Values, _weight.Shape[0], _weight.Shape[1]);
            return _transposed ? weight.Transposed : weight;
        }
    }

    private static MatrixView Matrix(Span<float> values, Tensor of) => MatrixView.Of(values, values.Length / of.Shape[^1], of.Shape[^1]);
}
