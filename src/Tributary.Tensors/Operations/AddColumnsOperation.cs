namespace Tributary.Tensors;

/// <summary>y = left, with the right operand (..., count) added to neighbouring columns of the last extent (..., C).</summary>
internal sealed class AddColumnsOperation : Operation
{
    private readonly Tensor _left, _right;
    private readonly int _start, _count, _width;
    private readonly RangeBody _forward, _backwardLeft, _backwardRight;
    private bool _addLeft, _addRight;

    public AddColumnsOperation(Tensor left, Tensor right, int start) : base(left, right)
    {
        if (left.Shape.Rank == 0 || left.Shape.Rank != right.Shape.Rank || left.IsPerExample != right.IsPerExample
            || !left.Shape.Extents[..^1].SequenceEqual(right.Shape.Extents[..^1]) || start < 0 || start > left.Shape[^1] - right.Shape[^1])
            throw new TensorException(
                $"Addition from column {start} on: expected rows that fit into those of shape {left.Shape}, got {right.Shape}.");
        _left = left;
        _right = right;
        _start = start;
        _count = right.Shape[^1];
        _width = left.Shape[^1];
        _forward = Forward;
        _backwardLeft = BackwardLeft;
        _backwardRight = BackwardRight;
        Output = Result(left.Shape, left.IsPerExample);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override void Forward() => Graph.For(Output.Rows, _width + _count, _forward);

    public override void BackwardInputs()
    {
        if (Flows(_left))
        {
            _left.GradientToWrite(out _addLeft);
            Graph.For(Output.Rows, _width, _backwardLeft);
        }
        if (!Flows(_right)) return;
        _right.GradientToWrite(out _addRight);
        Graph.For(Output.Rows, _count, _backwardRight);
    }

    private void Forward(int start, int end, Workspace workspace)
    {
        Span<float> left = _left.Values, right = _right.Values, output = Output.Values;
        left[(start * _width)..(end * _width)].CopyTo(output[(start * _width)..]);
        for (int row = start; row < end; row++)
            Elementwise.AddScaled(right.Slice(row * _count, _count), 1, output.Slice(row * _width + _start, _count));
    }

    private void BackwardLeft(int start, int end, Workspace workspace)
    {
        Range rows = (start * _width)..(end * _width);
        Elementwise.Scale(Output.Gradient[rows], 1, _left.Gradient[rows], _addLeft);
    }

    private void BackwardRight(int start, int end, Workspace workspace)
    {
        Span<float> gradient = Output.Gradient, target = _right.Gradient;
        for (int row = start; row < end; row++)
            Elementwise.Scale(gradient.Slice(row * _width + _start, _count), 1, target.Slice(row * _count, _count), _addRight);
    }
}
