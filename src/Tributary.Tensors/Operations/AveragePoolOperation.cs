namespace Tributary.Tensors;

/// <summary>The mean over everything between the examples and the last extent: (B, ..., C) to (B, C).</summary>
internal sealed class AveragePoolOperation : Operation
{
    private readonly Tensor _input;
    private readonly int _width, _positions;

    public AveragePoolOperation(Tensor input) : base(input)
    {
        if (input.Shape.Rank < 3 || !input.IsPerExample)
            throw new TensorException($"Average pooling: expected shape (B, ..., C) with something between, got {input.Shape}.");
        _input = input;
        _width = input.Shape[^1];
        _positions = input.Shape.Count / input.Shape[0] / _width;
        Output = Result([input.Shape[0], _width]);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override void Forward()
    {
        Span<float> input = _input.Values, output = Output.Values;
        int count = _positions * _width;
        for (int example = 0; example < Graph.Batch; example++)
        {
            Span<float> mean = output.Slice(example * _width, _width);
            Reduction.SumRows(input.Slice(example * count, count), mean, add: false);
            Elementwise.Scale(mean, 1f / _positions, mean);
        }
    }

    public override void BackwardInputs()
    {
        Span<float> gradient = Output.Gradient, target = _input.GradientToWrite(out bool add);
        for (int row = 0; row < _input.Rows; row++)
            Elementwise.Scale(gradient.Slice(row / _positions * _width, _width), 1f / _positions, target.Slice(row * _width, _width), add);
    }
}
