using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>
/// Turns pairs of numbers of the first heads of (B, T, C) by angles that grow with the position t; other columns stay as they are.
/// </summary>
/// <remarks>
/// Su et al.: RoFormer, arXiv:2104.09864, section 3.2.2. A pair is number i and number i + D / 2 of a head of width D, as in the Llama of
/// Hugging Face; the paper and llama.cpp pair neighbours. The gradient is turned back.
/// </remarks>
internal sealed class RotaryEmbeddingOperation : Operation
{
    private readonly Tensor _input;
    private readonly int _heads, _length, _width;
    private readonly RotaryTable _table;
    private readonly KeyValueCache? _cache;
    private readonly RangeBody _forward, _backward;
    private bool _add;

    public RotaryEmbeddingOperation(Tensor input, int heads, RotaryTable table, KeyValueCache? cache) : base(input)
    {
        TensorException.ThrowIfNotPositive(heads, "number of heads");
        int rank = cache is null ? 3 : 2;
        if (input.Shape.Rank != rank || input.Shape[^1] < heads * table.HeadWidth)
            throw new TensorException(
                $"Rotary embedding of {heads} heads of width {table.HeadWidth}: expected shape "
                + $"{(rank == 3 ? "(B, T, C)" : "(T, C)")} with C at least {heads * table.HeadWidth}, got {input.Shape}.");
        int positions = cache?.Capacity ?? input.Shape[1];
        if (positions > table.Positions)
            throw new TensorException($"Rotary embedding of {positions} positions: the table has {table.Positions}. Make a longer table.");
        _input = input;
        _heads = heads;
        _length = cache is null ? input.Shape[1] : 0;
        _width = input.Shape[^1];
        _table = table;
        _cache = cache;
        _forward = Forward;
        _backward = Backward;
        Output = Result(input.Shape);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override void Forward() => Graph.For(_input.Rows, 2L * _width, _forward);

    public override void BackwardInputs()
    {
        if (!Flows(_input)) return;
        _input.GradientToWrite(out _add);
        Graph.For(_input.Rows, 2L * _width, _backward);
    }

    private void Forward(int start, int end, Workspace workspace)
    {
        for (int row = start; row < end; row++)
            Turn(_input.Values.Slice(row * _width, _width), Output.Values.Slice(row * _width, _width), row, forward: true, add: false);
    }

    private void Backward(int start, int end, Workspace workspace)
    {
        for (int row = start; row < end; row++)
            Turn(Output.Gradient.Slice(row * _width, _width), _input.Gradient.Slice(row * _width, _width), row, forward: false, _add);
    }

    /// <summary>Turns one row, forwards or back.</summary>
    private void Turn(ReadOnlySpan<float> from, Span<float> to, int row, bool forward, bool add)
    {
        int half = _table.HeadWidth / 2, rest = _heads * _table.HeadWidth;
        int position = _cache is null ? row % _length : _cache.Length + row;
        ReadOnlySpan<float> cos = _table.Cosines(position), sin = _table.Sines(position);
        ReadOnlySpan<float> first = forward ? _table.Negative(position) : sin, second = forward ? sin : _table.Negative(position);
        for (int start = 0; start < rest; start += 2 * half)
        {
            ReadOnlySpan<float> x = from.Slice(start, half), y = from.Slice(start + half, half);
            Span<float> u = to.Slice(start, half), v = to.Slice(start + half, half);
            for (int i = 0; i < half; i += Lanes.Count)
            {
                Vector512<float> a = Lanes.Load(x, i), b = Lanes.Load(y, i), c = Lanes.Load(cos, i);
                Vector512<float> left = Vector512.FusedMultiplyAdd(a, c, b * Lanes.Load(first, i));
                Vector512<float> right = Vector512.FusedMultiplyAdd(b, c, a * Lanes.Load(second, i));
                Lanes.Store(add ? Lanes.Load(u, i) + left : left, u, i);
                Lanes.Store(add ? Lanes.Load(v, i) + right : right, v, i);
            }
        }
        Elementwise.Scale(from[rest..], 1, to[rest..], add);
    }
}
