namespace Tributary.Tensors;

/// <summary>How a right operand repeats over a larger left one: left is (Outer, Repeat, Inner), right is (Outer, Inner).</summary>
/// <remarks>
/// Three cases: equal shapes; a right operand whose shape ends the left one's, (B, T, C) and (C) or (T, C); and one row for each example,
/// (B, ..., C) and (B, C).
/// </remarks>
internal readonly struct Broadcast
{
    private readonly Tensor _left, _right;
    private readonly bool _perExample;

    public Broadcast(string operation, Tensor left, Tensor right)
    {
        _left = left;
        _right = right;
        bool same = left.Shape == right.Shape && left.IsPerExample == right.IsPerExample;
        bool suffix = !right.IsPerExample && left.Shape.Rank >= right.Shape.Rank && right.Shape.Rank > 0
            && left.Shape.Extents[(left.Shape.Rank - right.Shape.Rank)..].SequenceEqual(right.Shape.Extents);
        _perExample = !same && left.IsPerExample && right.IsPerExample && right.Shape.Rank == 2 && left.Shape.Rank > 2
            && left.Shape[0] == right.Shape[0] && left.Shape[^1] == right.Shape[^1];
        if (!same && !suffix && !_perExample)
            throw new TensorException(
                $"{operation}: expected a right operand of the left one's shape {left.Shape}, of its last extents, "
                + $"or of one row for each example, got {right.Shape}.");
    }

    /// <summary>Whether the right operand is used more than once.</summary>
    public bool Repeats => _left.Length != _right.Length;

    /// <summary>The length of the rows that both operands share.</summary>
    public int Inner => _perExample ? _right.Shape[^1] : _right.Length;

    /// <summary>The number of rows of the left operand.</summary>
    public int Rows => _left.Length / Inner;

    /// <summary>The rows of some examples of the left operand, up to but not including the last number.</summary>
    public (int Start, int End) RowsOf(int first, int count, int batch) => (first * (Rows / batch), (first + count) * (Rows / batch));

    /// <summary>Where row <paramref name="row"/> of the left operand begins.</summary>
    public Range Left(int row) => (row * Inner)..((row + 1) * Inner);

    /// <summary>The right operand's elements for row <paramref name="row"/> of the left one.</summary>
    public Range Right(int row)
    {
        int outer = row / (_left.Length / _right.Length);
        return (outer * Inner)..((outer + 1) * Inner);
    }
}
