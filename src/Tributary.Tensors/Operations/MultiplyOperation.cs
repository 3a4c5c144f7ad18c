namespace Tributary.Tensors;

/// <summary>y = left * right, element by element, with the right operand repeated where it is smaller.</summary>
internal sealed class MultiplyOperation : Operation
{
    private readonly Tensor _left, _right;
    private readonly Broadcast _broadcast;

    public MultiplyOperation(Tensor left, Tensor right) : base(left, right)
    {
        _left = left;
        _right = right;
        _broadcast = new Broadcast("Multiplication", left, right);
        Output = Result(left.Shape, left.IsPerExample);
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        Span<float> left = _left.Values, right = _right.Values, output = Output.Values;
        for (int row = 0; row < _broadcast.Rows; row++)
        {
            Range range = _broadcast.Left(row);
            Elementwise.Multiply(left[range], right[_broadcast.Right(row)], output[range]);
        }
    }

    public override void BackwardInputs()
    {
        if (Flows(_left)) BackwardLeft();
        if (Flows(_right)) BackwardRight((0, _broadcast.Rows));
    }

    public override void BackwardParameters(int first, int count)
    {
        if (Trains(_left)) BackwardLeft();
        if (Trains(_right)) BackwardRight(_broadcast.RowsOf(first, count, Graph.Batch));
    }

    private void BackwardLeft()
    {
        Span<float> gradient = Output.Gradient, right = _right.Values, target = _left.GradientToWrite(out bool add);
        for (int row = 0; row < _broadcast.Rows; row++)
        {
            Range range = _broadcast.Left(row);
            Elementwise.Multiply(gradient[range], right[_broadcast.Right(row)], target[range], add);
        }
    }

    private void BackwardRight((int Start, int End) rows)
    {
        Span<float> gradient = Output.Gradient, left = _left.Values, target = _right.GradientToAdd();
        for (int row = rows.Start; row < rows.End; row++)
        {
            Range range = _broadcast.Left(row);
            Elementwise.Multiply(gradient[range], left[range], target[_broadcast.Right(row)], add: true);
        }
    }
}
