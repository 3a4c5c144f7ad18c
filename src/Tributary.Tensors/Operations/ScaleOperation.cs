namespace Tributary.Tensors;

/// <summary>y = factor * x.</summary>
internal sealed class ScaleOperation : Operation
{
    private readonly Tensor _input;
    private readonly float _factor;

    public ScaleOperation(Tensor input, float factor) : base(input)
    {
        _input = input;
        _factor = factor;
        Output = Result(input.Shape, input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override void Forward() => Elementwise.Scale(_input.Values, _factor, Output.Values);

    public override void BackwardInputs()
    {
        Span<float> gradient = _input.GradientToWrite(out bool add);
        Elementwise.Scale(Output.Gradient, _factor, gradient, add);
    }
}
