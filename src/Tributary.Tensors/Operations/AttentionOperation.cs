namespace Tributary.Tensors;

/// <summary>
/// Scaled dot-product attention over (B, T, (H + 2K) D): H heads of queries, then K of keys and K of values; gives (B, T, H D).
/// </summary>
/// <remarks>
/// Vaswani et al.: Attention is all you need, NeurIPS 2017, section 3.2; with fewer heads of keys than of queries, Ainslie et al.: GQA,
/// EMNLP 2023: H / K neighbouring heads look at the same keys and values. Heads are strided views, so nothing is rearranged; the
/// probabilities (B, heads, T, T) are kept for the backward pass, in memory that the first pass takes.
/// </remarks>
internal sealed unsafe class AttentionOperation : Operation
{
    private readonly Tensor _input;
    private readonly bool _causal;
    private readonly int _heads, _group, _length, _width, _headWidth, _count;
    private readonly float _scale;
    private readonly RangeBody _forward, _backward;
    private Memory<float> _probabilities;
    private bool _add;

    public AttentionOperation(Tensor input, int heads, int keyValueHeads, bool causal) : base(input)
    {
        Check(input, heads, keyValueHeads, rank: 3);
        _input = input;
        _causal = causal;
        _heads = heads;
        _group = heads / keyValueHeads;
        _length = input.Shape[1];
        _width = input.Shape[2];
        _headWidth = _width / (heads + 2 * keyValueHeads);
        _scale = 1 / MathF.Sqrt(_headWidth);
        _count = Shape.Create([input.Shape[0], heads, _length, _length]).Count;
        _forward = Forward;
        _backward = Backward;
        Output = Result([input.Shape[0], _length, heads * _headWidth]);
    }

    public override Tensor Output { get; }

    /// <summary>Refuses heads that do not divide each other or the input.</summary>
    public static void Check(Tensor input, int heads, int keyValueHeads, int rank)
    {
        TensorException.ThrowIfNotPositive(heads, "number of heads");
        TensorException.ThrowIfNotPositive(keyValueHeads, "number of heads of keys and values");
        if (heads % keyValueHeads != 0)
            throw new TensorException(
                $"Attention with {heads} heads and {keyValueHeads} of keys and values: expected a divisor of {heads}. Each looks at one.");
        if (input.Shape.Rank != rank || input.Shape[^1] % (heads + 2 * keyValueHeads) != 0)
            throw new TensorException(
                $"Attention with {heads} heads and {keyValueHeads} of keys and values: expected shape "
                + $"{(rank == 3 ? "(B, T, C)" : "(T, C)")} with C a multiple of {heads + 2 * keyValueHeads}, got {input.Shape}.");
    }

    public override void Forward()
    {
        if (_probabilities.IsEmpty) _probabilities = AlignedMemory.Allocate(_count);
        Graph.For(Graph.Batch * _heads, Work, _forward);
    }

    public override void BackwardInputs()
    {
        _input.GradientToWrite(out _add);
        Graph.For(Graph.Batch * (_heads / _group), 2 * _group * Work, _backward);
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
            for (int i = start * _group; i < end * _group; i++)
            {
                bool add = _add || i % _group > 0; // all heads of a group add to one head of keys and values
                float* probabilities = all + (nint)i * _length * _length; // (T, T)
                Operand output = Head(gradient, i);
                VisibleProduct.InnerTransposed(probabilities, output, Value(target, i), _length, _headWidth, _causal, add, workspace);
                VisibleProduct.Outer(output, Value(input, i), scores, _length, _headWidth, _causal, workspace);
                for (int t = 0; t < _length; t++) Differentiate(probabilities + t * _length, scores + t * _length, t);
                VisibleProduct.Inner(scores, Key(input, i), Query(target, i), _length, _headWidth, _causal, _add, workspace);
                VisibleProduct.InnerTransposed(scores, Query(input, i), Key(target, i), _length, _headWidth, _causal, add, workspace);
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

    private Operand Query(float* qkv, int i) => Column(qkv, i / _heads, i % _heads);

    private Operand Key(float* qkv, int i) => Column(qkv, i / _heads, _heads + i % _heads / _group);

    private Operand Value(float* qkv, int i) => Column(qkv, i / _heads, _heads + (_heads + i % _heads) / _group);

    /// <summary>One head of queries, keys or values of an example.</summary>
    private Operand Column(float* qkv, int example, int head) =>
        new(qkv + (nint)example * _length * _width + head * _headWidth, _width, 1);

    private Operand Head(float* output, int i)
    {
        (int example, int head) = Math.DivRem(i, _heads);
        int width = _heads * _headWidth;
        return new(output + (nint)example * _length * width + head * _headWidth, width, 1);
    }
}
