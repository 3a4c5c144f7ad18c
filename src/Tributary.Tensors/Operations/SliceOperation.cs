namespace Tributary.Tensors;

/// <summary>Some neighbouring columns of the last extent: (..., C) to (..., count).</summary>
internal sealed class SliceOperation : Operation
{
    private readonly Tensor _input;
    private readonly int _start, _count;

    public SliceOperation(Tensor input, int start, int count) : base(input)
    {
        if (input.Shape.Rank == 0 || start < 0 || count < 1 || start > input.Shape[^1] - count)
            throw new TensorException(
                $"Columns {start} to {start + count - 1}: expected columns of the last extent, got shape {input.Shape}.");
        _input = input;
        _start = start;
        _count = count;
        Output = Result([.. input.Shape.Extents[..^1], count], input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override void Forward()
    {
        Span<float> input = _input.Values, output = Output.Values;
        for (int row = 0; row < _input.Rows; row++)
            input.Slice(row * _input.Shape[^1] + _start, _count).CopyTo(output[(row * _count)..]);
    }

    public override void BackwardInputs()
    {
        Span<float> gradient = Output.Gradient, target = _input.GradientToAdd();
        for (int row = 0; row < _input.Rows; row++)
            Elementwise.AddScaled(gradient.Slice(row * _count, _count), 1, target.Slice(row * _input.Shape[^1] + _start, _count));
    }
}
