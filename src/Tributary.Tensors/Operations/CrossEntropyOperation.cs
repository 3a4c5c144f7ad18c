namespace Tributary.Tensors;

/// <summary>The mean over rows of log(sum of e^logit) - logit of the label; rows labelled -1 do not count.</summary>
internal sealed class CrossEntropyOperation : Operation
{
    /// <summary>The label of a row that does not count.</summary>
    private const int Ignored = -1;

    private readonly Tensor _logits;
    private readonly Indices _labels;
    private readonly int _classes;
    private int _counted;

    public CrossEntropyOperation(Tensor logits, Indices labels) : base(labels.Graph, logits)
    {
        if (logits.Shape.Rank < 2) throw new TensorException($"Cross-entropy: expected logits of shape (N, K), got {logits.Shape}.");
        TensorException.ThrowIfDifferent("Labels of a cross-entropy", Shape.Create(logits.Shape.Extents[..^1]), labels.Shape);
        _logits = logits;
        _labels = labels;
        _classes = logits.Shape[^1];
        Output = Scalar();
        RowLosses = Graph.Allocate(labels.Shape, requiresGradient: false, perExample: true);
        Probabilities = Graph.Allocate(logits.Shape, requiresGradient: false, perExample: true);
    }

    public override Tensor Output { get; }

    /// <summary>Each row's loss, zero where ignored.</summary>
    public Tensor RowLosses { get; }

    /// <summary>Each row's softmax.</summary>
    public Tensor Probabilities { get; }

    public override void Forward()
    {
        ReadOnlySpan<int> labels = _labels.Values;
        Span<float> logits = _logits.Values, losses = RowLosses.Values, probabilities = Probabilities.Values;
        double total = 0;
        _counted = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            Span<float> x = logits.Slice(row * _classes, _classes);
            int label = labels[row];
            if (label < Ignored || label >= _classes)
                throw new TensorException(
                    $"Label of a cross-entropy: expected 0 to {_classes - 1}, or -1 to ignore, got {label} in row {row}.");
            (float max, float sum) = SoftmaxRow.Forward(x, probabilities.Slice(row * _classes, _classes));
            losses[row] = label == Ignored ? 0 : (float)Elementary.Log(sum) + (max - x[label]);
            total += losses[row];
            if (label != Ignored) _counted++;
        }
        Output.Values[0] = _counted == 0 ? 0 : (float)(total / _counted);
    }

    public override void Backward()
    {
        ReadOnlySpan<int> labels = _labels.Values;
        Span<float> probabilities = Probabilities.Values, target = _logits.GradientToWrite(out bool add);
        float factor = _counted == 0 ? 0 : Output.Gradient[0] / _counted;
        for (int row = 0; row < labels.Length; row++)
        {
            Span<float> p = probabilities.Slice(row * _classes, _classes), dx = target.Slice(row * _classes, _classes);
            bool counts = labels[row] != Ignored;
            Elementwise.Scale(p, counts ? factor : 0, dx, add);
            if (counts) dx[labels[row]] -= factor;
        }
    }
}
