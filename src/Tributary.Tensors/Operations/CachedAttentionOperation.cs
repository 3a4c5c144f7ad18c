namespace Tributary.Tensors;

/// <summary>
/// Causal attention of a few new positions to themselves and to all before them, whose keys and values are kept: (T, (H + 2K) D) to
/// (T, H D) for H heads, and K of keys and values.
/// </summary>
/// <remarks>
/// Positions take the place of examples. Every score, probability and sum is the chain that <see cref="AttentionOperation"/> computes for
/// the whole text at once, so the bits are the same. There is no backward pass: it is for writing, not for training.
/// </remarks>
internal sealed class CachedAttentionOperation : Operation
{
    private readonly Tensor _input;
    private readonly KeyValueCache _cache;
    private readonly int _heads, _group, _headWidth, _width;
    private readonly float _scale;
    private readonly Memory<float> _keys, _values; // (K, capacity, D)
    private readonly RangeBody _forward;

    public CachedAttentionOperation(Tensor input, int heads, int keyValueHeads, KeyValueCache cache) : base(input)
    {
        AttentionOperation.Check(input, heads, keyValueHeads, rank: 2);
        _input = input;
        _cache = cache;
        _heads = heads;
        _group = heads / keyValueHeads;
        _width = input.Shape[^1];
        _headWidth = _width / (heads + 2 * keyValueHeads);
        _scale = 1 / MathF.Sqrt(_headWidth);
        int kept = Shape.Create([keyValueHeads, cache.Capacity, _headWidth]).Count;
        _keys = AlignedMemory.Allocate(kept);
        _values = AlignedMemory.Allocate(kept);
        _forward = Forward;
        Output = Result([input.Shape[0], heads * _headWidth]);
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        int positions = Graph.Batch, all = _cache.Length + positions;
        if (all > _cache.Capacity)
            throw new TensorException(
                $"Attention to {all} positions: the cache has room for {_cache.Capacity}. Clear it, and read the last ones again.");
        Graph.For(_heads / _group, (long)_group * positions * all * (2 * _headWidth / 20 + 4), _forward);
    }

    /// <summary>Refuses: keys and values that were kept have no gradient.</summary>
    public override void BackwardInputs() =>
        throw new TensorException("Attention with a cache has no gradient. Train with the whole text at once.");

    /// <summary>Some heads of keys and values, and the heads that look at them.</summary>
    private void Forward(int start, int end, Workspace workspace)
    {
        int positions = Graph.Batch, before = _cache.Length, all = before + positions, keyValueHeads = _heads / _group;
        Span<float> input = _input.Values, output = Output.Values, scores = workspace.Scratch(positions * all); // (T, all)
        for (int kept = start; kept < end; kept++)
        {
            Span<float> keys = Kept(_keys, kept), values = Kept(_values, kept);
            for (int t = 0; t < positions; t++)
            {
                Span<float> row = input.Slice(t * _width, _width);
                row.Slice((_heads + kept) * _headWidth, _headWidth).CopyTo(keys[((before + t) * _headWidth)..]);
                row.Slice((_heads + keyValueHeads + kept) * _headWidth, _headWidth).CopyTo(values[((before + t) * _headWidth)..]);
            }
            for (int head = kept * _group; head < (kept + 1) * _group; head++)
            {
                MatrixView query = MatrixView.Of(input[(head * _headWidth)..], positions, _headWidth, _width);
                MatrixView result = MatrixView.Of(output[(head * _headWidth)..], positions, _headWidth, _heads * _headWidth);
                MatrixView table = MatrixView.Of(scores, positions, all);
                Gemm.Multiply(query, MatrixView.Of(keys, all, _headWidth).Transposed, table, workspace);
                for (int t = 0; t < positions; t++)
                {
                    Span<float> row = scores.Slice(t * all, all), visible = row[..(before + t + 1)];
                    SoftmaxRow.Forward(visible, visible, _scale);
                    row[visible.Length..].Clear();
                }
                Gemm.Multiply(table, MatrixView.Of(values, all, _headWidth), result, workspace);
            }
        }
    }

    private Span<float> Kept(Memory<float> all, int head) =>
        all.Span.Slice(head * _cache.Capacity * _headWidth, _cache.Capacity * _headWidth);
}
