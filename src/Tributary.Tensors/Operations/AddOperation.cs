namespace Tributary.Tensors;

/// <summary>y = left + factor * right, with the right operand repeated where it is smaller; the factor is 1 or -1.</summary>
internal sealed class AddOperation : Operation
{
    private readonly Tensor _left, _right;
    private readonly float _factor;
    private readonly Broadcast _broadcast;

    public AddOperation(Tensor left, Tensor right, float factor) : base(left, right)
    {
        _left = left;
        _right = right;
        _factor = factor;
        _broadcast = new Broadcast(factor > 0 ? "Addition" : "Subtraction", left, right);
        Output = Result(left.Shape, left.IsPerExample);
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        Span<float> left = _left.Values, right = _right.Values, output = Output.Values;
        for (int row = 0; row < _broadcast.Rows; row++)
        {
            Range range = _broadcast.Left(row);
            Elementwise.AddScaled(right[_broadcast.Right(row)], _factor, left[range], output[range]);
        }
    }

    public override void Backward()
    {
        Span<float> gradient = Output.Gradient;
        if (_left.RequiresGradient) Elementwise.CopyOrAdd(gradient, _left.GradientToWrite(out bool add), add);
        if (!_right.RequiresGradient) return;
        Span<float> right = _right.GradientToAdd();
        for (int row = 0; row < _broadcast.Rows; row++)
            Elementwise.AddScaled(gradient[_broadcast.Left(row)], _factor, right[_broadcast.Right(row)]);
    }
}
