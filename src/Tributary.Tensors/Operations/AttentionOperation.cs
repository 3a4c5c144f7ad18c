namespace Tributary.Tensors;

/// <summary>
/// Multi-head scaled dot-product attention over (B, T, 3C) holding queries, keys and values side by side; gives (B, T, C).
/// </summary>
/// <remarks>
/// Vaswani et al.: Attention is all you need, NeurIPS 2017, section 3.2. Heads are strided views, so nothing is rearranged; the
/// probabilities (B, heads, T, T) are kept for the backward pass.
/// </remarks>
internal sealed unsafe class AttentionOperation : Operation
{
    private readonly Tensor _input;
    private readonly bool _causal;
    private readonly int _heads, _length, _width, _headWidth;
    private readonly float _scale;
    private readonly Memory<float> _probabilities;
    private readonly RangeBody _forward, _backward;
    private bool _add;

    public AttentionOperation(Tensor input, int heads, bool causal) : base(input)
    {
        TensorException.ThrowIfNotPositive(heads, "number of heads");
        if (input.Shape.Rank != 3 || input.Shape[2] % (3 * heads) != 0)
            throw new TensorException(
                $"Attention with {heads} heads: expected shape (B, T, 3C) with C a multiple of the heads, got {input.Shape}.");
        _input = input;
        _causal = causal;
        _heads = heads;
        _length = input.Shape[1];
        _width = input.Shape[2] / 3;
        _headWidth = _width / heads;
        _scale = 1 / MathF.Sqrt(_headWidth);
        _probabilities = AlignedMemory.Allocate(Shape.Create([input.Shape[0], heads, _length, _length]).Count);
        _forward = Forward;
        _backward = Backward;
        Output = Result([input.Shape[0], _length, _width]);
    }

    public override Tensor Output { get; }

    public override void Forward() => Graph.For(Graph.Batch * _heads, Work, _forward);

    public override void BackwardInputs()
    {
        _input.GradientToWrite(out _add);
        Graph.For(Graph.Batch * _heads, 2 * Work, _backward);
    }

    private long Work => (long)_length * _length * (2 * _headWidth / 20 + 4);

    private void Forward(int start, int end, Workspace workspace)
    {
        fixed (float* input = _input.Values, output = Output.Values, all = _probabilities.Span)
            for (int i = start; i < end; i++)
            {
                float* probabilities = all + (nint)i * _length * _length; // (T, T)
                VisibleProduct.Outer(Query(input, i), Key(input, i), probabilities, _length, _headWidth, _causal, workspace);
                for (int t = 0; t < _length; t++) Normalize(probabilities + t * _length, t);
                VisibleProduct.Inner(probabilities, Value(input, i), Head(output, i), _length, _headWidth, _causal, false, workspace);
            }
    }

    private void Backward(int start, int end, Workspace workspace)
    {
        fixed (float* input = _input.Values, gradient = Output.Gradient, target = _input.Gradient, all = _probabilities.Span)
        fixed (float* scores = workspace.Scratch(_length * _length)) // (T, T)
            for (int i = start; i < end; i++)
            {
                float* probabilities = all + (nint)i * _length * _length; // (T, T)
                Operand output = Head(gradient, i);
                VisibleProduct.InnerTransposed(probabilities, output, Value(target, i), _length, _headWidth, _causal, _add, workspace);
                VisibleProduct.Outer(output, Value(input, i), scores, _length, _headWidth, _causal, workspace);
                for (int t = 0; t < _length; t++) Differentiate(probabilities + t * _length, scores + t * _length, t);
                VisibleProduct.Inner(scores, Key(input, i), Query(target, i), _length, _headWidth, _causal, _add, workspace);
                VisibleProduct.InnerTransposed(scores, Query(input, i), Key(target, i), _length, _headWidth, _causal, _add, workspace);
            }
    }

    /// <summary>Softmax of the scaled scores of one position over the positions that it may see; zero elsewhere.</summary>
    private void Normalize(float* scores, int t)
    {
        Span<float> row = new(scores, Reach(t));
        row[Visible(t)..].Fill(float.NegativeInfinity);
        SoftmaxRow.Forward(row, row, _scale);
        new Span<float>(scores + row.Length, _length - row.Length).Clear();
    }

    /// <summary>The gradient of the scores of position <paramref name="t"/> in place of that of its probabilities.</summary>
    private void Differentiate(float* probabilities, float* gradient, int t)
    {
        Span<float> row = new(gradient, Reach(t));
        row[Visible(t)..].Clear();
        SoftmaxRow.Backward(new(probabilities, row.Length), row, row, _scale);
        new Span<float>(gradient + row.Length, _length - row.Length).Clear();
    }

    /// <summary>How many positions position <paramref name="t"/> may see.</summary>
    private int Visible(int t) => _causal ? t + 1 : _length;

    /// <summary>As many, in whole vectors, as far as there are positions: ends of rows cost more than idle lanes.</summary>
    private int Reach(int t) => Math.Min(_length, (Visible(t) + Lanes.Count - 1) / Lanes.Count * Lanes.Count);

    private Operand Query(float* qkv, int i) => Third(qkv, i, 0);

    private Operand Key(float* qkv, int i) => Third(qkv, i, 1);

    private Operand Value(float* qkv, int i) => Third(qkv, i, 2);

    private Operand Third(float* qkv, int i, int third)
    {
        (int example, int head) = Math.DivRem(i, _heads);
        return new(qkv + (nint)example * _length * 3 * _width + third * _width + head * _headWidth, 3 * _width, 1);
    }

    private Operand Head(float* output, int i)
    {
        (int example, int head) = Math.DivRem(i, _heads);
        return new(output + (nint)example * _length * _width + head * _headWidth, _width, 1);
    }
}
