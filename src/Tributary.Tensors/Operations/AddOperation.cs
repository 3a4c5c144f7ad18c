namespace Tributary.Tensors;

/// <summary>y = left + factor * right, with the right operand repeated where it is smaller; the factor is 1 or -1.</summary>
internal sealed class AddOperation : Operation
{
    private readonly Tensor _left, _right;
    private readonly float _factor;
    private readonly Broadcast _broadcast;
    private readonly RangeBody _forward, _forwardRows, _backwardLeft, _backwardRight;
    private bool _addLeft, _addRight;

    public AddOperation(Tensor left, Tensor right, float factor) : base(left, right)
    {
        _left = left;
        _right = right;
        _factor = factor;
        _broadcast = new Broadcast(factor > 0 ? "Addition" : "Subtraction", left, right);
        _forward = Forward;
        _forwardRows = ForwardRows;
        _backwardLeft = BackwardLeft;
        _backwardRight = BackwardRight;
        Output = Result(left.Shape, left.IsPerExample);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override bool IsElementwise => !_broadcast.Repeats;

    public override void ForwardPart(int start, int count) => Forward(start, start + count, Graph.Workspace);

    public override void Forward()
    {
        if (_broadcast.Repeats) Graph.For(_broadcast.Rows, _broadcast.Inner, _forwardRows);
        else Graph.For(Output.Length, 1, _forward);
    }

    public override void BackwardInputs()
    {
        if (Flows(_left)) BackwardLeft();
        if (!Flows(_right)) return;
        if (_broadcast.Repeats)
        {
            BackwardRows((0, _broadcast.Rows));
            return;
        }
        _right.GradientToWrite(out _addRight);
        Graph.For(Output.Length, 1, _backwardRight);
    }

    public override void BackwardParameters(int first, int count)
    {
        if (Trains(_left)) BackwardLeft();
        if (Trains(_right)) BackwardRows(_broadcast.RowsOf(first, count, Graph.Batch));
    }

    private void Forward(int start, int end, Workspace workspace) =>
        Elementwise.AddScaled(_right.Values[start..end], _factor, _left.Values[start..end], Output.Values[start..end]);

    private void ForwardRows(int start, int end, Workspace workspace)
    {
        Span<float> left = _left.Values, right = _right.Values, output = Output.Values;
        for (int row = start; row < end; row++)
        {
            Range range = _broadcast.Left(row);
            Elementwise.AddScaled(right[_broadcast.Right(row)], _factor, left[range], output[range]);
        }
    }

    private void BackwardLeft()
    {
        _left.GradientToWrite(out _addLeft);
        Graph.For(Output.Length, 1, _backwardLeft);
    }

    private void BackwardLeft(int start, int end, Workspace workspace) =>
        Elementwise.Scale(Output.Gradient[start..end], 1, _left.Gradient[start..end], _addLeft);

    private void BackwardRight(int start, int end, Workspace workspace) =>
        Elementwise.Scale(Output.Gradient[start..end], _factor, _right.Gradient[start..end], _addRight);

    private void BackwardRows((int Start, int End) rows)
    {
        Span<float> gradient = Output.Gradient, right = _right.GradientToAdd();
        for (int row = rows.Start; row < rows.End; row++)
            Elementwise.AddScaled(gradient[_broadcast.Left(row)], _factor, right[_broadcast.Right(row)]);
    }
}
