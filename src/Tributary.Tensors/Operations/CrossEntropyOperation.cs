namespace Tributary.Tensors;

/// <summary>The mean over rows of log(sum of e^logit) - logit of the label; rows labelled -1 do not count.</summary>
internal sealed class CrossEntropyOperation : Operation
{
    /// <summary>The label of a row that does not count.</summary>
    private const int Ignored = -1;

    private readonly Tensor _logits;
    private readonly Indices _labels;
    private readonly int _classes;
    private readonly RangeBody _rows;
    private int _counted;

    public CrossEntropyOperation(Tensor logits, Indices labels) : base(labels.Graph, logits)
    {
        if (logits.Shape.Rank < 2) throw new TensorException($"Cross-entropy: expected logits of shape (N, K), got {logits.Shape}.");
        TensorException.ThrowIfDifferent("Labels of a cross-entropy", Shape.Create(logits.Shape.Extents[..^1]), labels.Shape);
        _logits = logits;
        _labels = labels;
        _classes = logits.Shape[^1];
        _rows = Rows;
        Output = Scalar();
        RowLosses = Graph.Allocate(labels.Shape, requiresGradient: false, perExample: true);
        Probabilities = Graph.Allocate(logits.Shape, requiresGradient: false, perExample: true);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    /// <summary>Each row's loss, zero where ignored.</summary>
    public Tensor RowLosses { get; }

    /// <summary>Each row's softmax.</summary>
    public Tensor Probabilities { get; }

    public override void Forward()
    {
        ReadOnlySpan<int> labels = _labels.Values;
        CheckLabels(labels);
        Graph.For(labels.Length, 4L * _classes, _rows);
        double total = 0;
        foreach (float loss in RowLosses.Values) total += loss;
        _counted = Counted(labels);
        Output.Values[0] = _counted == 0 ? 0 : (float)(total / _counted);
    }

    public override void BackwardInputs()
    {
        ReadOnlySpan<int> labels = _labels.Values;
        Span<float> probabilities = Probabilities.Values, target = _logits.GradientToWrite(out bool add);
        int group = Graph.PerExample ? labels.Length / Graph.Batch : labels.Length; // rows over which a loss is averaged
        for (int start = 0; start < labels.Length; start += group)
        {
            int counted = Graph.PerExample ? Counted(labels.Slice(start, group)) : _counted;
            float factor = counted == 0 ? 0 : Output.Gradient[0] / counted;
            for (int row = start; row < start + group; row++)
            {
                Span<float> p = probabilities.Slice(row * _classes, _classes), dx = target.Slice(row * _classes, _classes);
                bool counts = labels[row] != Ignored;
                Elementwise.Scale(p, counts ? factor : 0, dx, add);
                if (counts) dx[labels[row]] -= factor;
            }
        }
    }

    private static int Counted(ReadOnlySpan<int> labels) => labels.Length - labels.Count(Ignored);

    private void Rows(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<int> labels = _labels.Values;
        Span<float> logits = _logits.Values, losses = RowLosses.Values, probabilities = Probabilities.Values;
        for (int row = start; row < end; row++)
        {
            Span<float> x = logits.Slice(row * _classes, _classes);
            (float max, float sum) = SoftmaxRow.Forward(x, probabilities.Slice(row * _classes, _classes));
            losses[row] = labels[row] == Ignored ? 0 : (float)Elementary.Log(sum) + (max - x[labels[row]]);
        }
    }

    private void CheckLabels(ReadOnlySpan<int> labels)
    {
        for (int row = 0; row < labels.Length; row++)
            if (labels[row] < Ignored || labels[row] >= _classes)
                throw new TensorException(
                    $"Label of a cross-entropy: expected 0 to {_classes - 1}, or -1 to ignore, got {labels[row]} in row {row}.");
    }
}
