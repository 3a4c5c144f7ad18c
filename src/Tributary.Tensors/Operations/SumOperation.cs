namespace Tributary.Tensors;

/// <summary>The sum of all elements, or their mean.</summary>
internal sealed class SumOperation : Operation
{
    private readonly Tensor _input;
    private readonly bool _mean;

    public SumOperation(Tensor input, bool mean) : base(input)
    {
        _input = input;
        _mean = mean;
        Output = Scalar();
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    private float Factor => _mean ? 1f / Averaged(_input) : 1;

    public override void Forward() => Output.Values[0] = Reduction.Sum(_input.Values) * Factor;

    public override void BackwardInputs()
    {
        Span<float> target = _input.GradientToAdd();
        float share = Output.Gradient[0] * Factor;
        foreach (ref float value in target) value += share;
    }
}
