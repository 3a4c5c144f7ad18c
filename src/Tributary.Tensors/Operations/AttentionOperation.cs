namespace Tributary.Tensors;

/// <summary>
/// Multi-head scaled dot-product attention over (B, T, 3C) holding queries, keys and values side by side; gives (B, T, C).
/// </summary>
/// <remarks>
/// Vaswani et al.: Attention is all you need, NeurIPS 2017, section 3.2. Heads are strided views, so nothing is rearranged; the
/// probabilities (B, heads, T, T) are kept for the backward pass.
/// </remarks>
internal sealed class AttentionOperation : Operation
{
    private readonly Tensor _input;
    private readonly bool _causal;
    private readonly int _heads, _length, _width, _headWidth;
    private readonly float _scale;
    private readonly Memory<float> _probabilities;

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
        Output = Result([input.Shape[0], _length, _width]);
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        Span<float> input = _input.Values, output = Output.Values;
        for (int example = 0; example < Graph.Batch; example++)
            for (int head = 0; head < _heads; head++)
            {
                Span<float> probabilities = Probabilities(example, head);
                MatrixView scores = MatrixView.Of(probabilities, _length, _length); // (T, T)
                Gemm.Multiply(Query(input, example, head), Key(input, example, head).Transposed, scores, Graph.Workspace);
                for (int t = 0; t < _length; t++) Normalize(probabilities.Slice(t * _length, _length), t);
                Gemm.Multiply(scores, Value(input, example, head), Head(output, example, head), Graph.Workspace);
            }
    }

    public override void Backward()
    {
        Span<float> input = _input.Values, gradient = Output.Gradient, target = _input.GradientToWrite(out bool add);
        Span<float> scratch = Graph.Workspace.Scratch(_length * _length);
        MatrixView scores = MatrixView.Of(scratch, _length, _length); // (T, T)
        for (int example = 0; example < Graph.Batch; example++)
            for (int head = 0; head < _heads; head++)
            {
                Span<float> probabilities = Probabilities(example, head);
                MatrixView output = Head(gradient, example, head);
                MatrixView weights = MatrixView.Of(probabilities, _length, _length); // (T, T)
                Gemm.Multiply(weights.Transposed, output, Value(target, example, head), Graph.Workspace, add);
                Gemm.Multiply(output, Value(input, example, head).Transposed, scores, Graph.Workspace);
                for (int t = 0; t < _length; t++)
                {
                    Span<float> row = scratch.Slice(t * _length, _length);
                    SoftmaxRow.Backward(probabilities.Slice(t * _length, _length), row, row, _scale);
                }
                Gemm.Multiply(scores, Key(input, example, head), Query(target, example, head), Graph.Workspace, add);
                Gemm.Multiply(scores.Transposed, Query(input, example, head), Key(target, example, head), Graph.Workspace, add);
            }
    }

    /// <summary>Softmax of the scaled scores of position <paramref name="t"/>, over the positions that it may see.</summary>
    private void Normalize(Span<float> scores, int t)
    {
        Span<float> visible = _causal ? scores[..(t + 1)] : scores;
        SoftmaxRow.Forward(visible, visible, _scale);
        scores[visible.Length..].Clear();
    }

    private Span<float> Probabilities(int example, int head) =>
        _probabilities.Span.Slice((example * _heads + head) * _length * _length, _length * _length);

    private MatrixView Query(Span<float> qkv, int example, int head) => Third(qkv, example, head * _headWidth);

    private MatrixView Key(Span<float> qkv, int example, int head) => Third(qkv, example, _width + head * _headWidth);

    private MatrixView Value(Span<float> qkv, int example, int head) => Third(qkv, example, 2 * _width + head * _headWidth);

    private MatrixView Third(Span<float> qkv, int example, int column) =>
        MatrixView.Of(qkv[(example * _length * 3 * _width + column)..], _length, _headWidth, 3 * _width);

    private MatrixView Head(Span<float> output, int example, int head) =>
        MatrixView.Of(output[(example * _length * _width + head * _headWidth)..], _length, _headWidth, _width);
}
