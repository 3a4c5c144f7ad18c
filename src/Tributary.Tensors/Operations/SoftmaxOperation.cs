namespace Tributary.Tensors;

/// <summary>y = e^x / sum of e^x over the last extent.</summary>
internal sealed class SoftmaxOperation : Operation
{
    private readonly Tensor _input;

    public SoftmaxOperation(Tensor input) : base(input)
    {
        _input = input;
        Output = Result(input.Shape, input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override bool BackwardReadsOutput => true;

    public override void Forward()
    {
        Span<float> input = _input.Values, output = Output.Values;
        int width = input.Length / _input.Rows;
        for (int i = 0; i < input.Length; i += width) SoftmaxRow.Forward(input.Slice(i, width), output.Slice(i, width));
    }

    public override void BackwardInputs()
    {
        Span<float> output = Output.Values, gradient = Output.Gradient, target = _input.GradientToWrite(out bool add);
        int width = output.Length / _input.Rows;
        for (int i = 0; i < output.Length; i += width)
            SoftmaxRow.Backward(output.Slice(i, width), gradient.Slice(i, width), target.Slice(i, width), add: add);
    }
}
