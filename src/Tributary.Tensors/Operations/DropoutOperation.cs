namespace Tributary.Tensors;

/// <summary>In training, zeroes elements with the given probability and divides the others by the rest; otherwise the identity.</summary>
/// <remarks>Srivastava et al.: Dropout, JMLR 15, 2014. Masks come from <see cref="Graph.Random"/>, element by element.</remarks>
internal sealed class DropoutOperation : Operation
{
    private readonly Tensor _input;
    private readonly float _probability;
    private readonly Memory<float> _factors;

    public DropoutOperation(Tensor input, float probability) : base(input)
    {
        if (probability is not (>= 0 and < 1))
            throw new TensorException($"Probability of dropout: expected 0 up to but not 1, got {probability}.");
        _input = input;
        _probability = probability;
        _factors = AlignedMemory.Allocate(input.Shape.Count);
        Output = Result(input.Shape, input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    private Span<float> Factors => _factors.Span[.._input.Length];

    public override void Forward()
    {
        if (Graph.Training)
            foreach (ref float factor in Factors)
                factor = Graph.Random.NextSingle() < _probability ? 0 : 1 / (1 - _probability);
        else Factors.Fill(1);
        Elementwise.Multiply(_input.Values, Factors, Output.Values);
    }

    public override void BackwardInputs()
    {
        Span<float> target = _input.GradientToWrite(out bool add);
        Elementwise.Multiply(Output.Gradient, Factors, target, add);
    }
}
