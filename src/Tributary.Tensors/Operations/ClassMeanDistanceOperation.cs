using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>
/// How far the mean of each class is from a given one: the squared distance, estimated without bias from the examples of a batch, averaged
/// over them.
/// </summary>
/// <remarks>
/// Of a class with n examples f and the given mean t: (|sum f|^2 - sum |f|^2) / (n (n - 1)) - 2 t . sum f / n + |t|^2, the first term zero
/// for a single example. Gretton et al.: A kernel two-sample test, JMLR 13, 2012, equation 3, with one side given as its mean.
/// </remarks>
internal sealed class ClassMeanDistanceOperation : Operation
{
    private readonly Tensor _features, _means;
    private readonly Indices _labels;
    private readonly int _width;
    private readonly int[] _counts;
    private readonly float[] _sums;

    public ClassMeanDistanceOperation(Tensor features, Indices labels, Tensor means) : base(labels.Graph, features, means)
    {
        if (features.Shape.Rank != 2 || means.Shape.Rank != 2 || features.Shape[1] != means.Shape[1])
            throw new TensorException(
                $"Distance of class means: expected features (B, C) and means (K, C), got {features.Shape} and {means.Shape}.");
        if (means.RequiresGradient) throw new TensorException("Distance of class means: expected given means, got a trainable tensor.");
        _features = features;
        _labels = labels;
        _means = means;
        _width = features.Shape[1];
        _counts = new int[means.Shape[0]];
        _sums = new float[means.Shape.Count];
        Output = Scalar();
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        ReadOnlySpan<int> labels = _labels.Values;
        Span<double> squares = stackalloc double[_counts.Length];
        squares.Clear();
        _counts.AsSpan().Clear();
        _sums.AsSpan().Clear();
        for (int b = 0; b < labels.Length; b++)
        {
            int label = labels[b];
            if ((uint)label >= (uint)_counts.Length)
                throw new TensorException($"Distance of class means: expected classes below {_counts.Length}, got {label} at example {b}.");
            ReadOnlySpan<float> features = Of(b, 1, _features.Values);
            Elementwise.AddScaled(features, 1, SumOf(label));
            squares[label] += Reduction.Dot(features, features);
            _counts[label]++;
        }
        double distance = 0;
        for (int label = 0; label < _counts.Length; label++)
        {
            if (_counts[label] is not (> 0 and int n)) continue;
            ReadOnlySpan<float> sum = SumOf(label), mean = MeanOf(label);
            double pairs = n > 1 ? ((double)Reduction.Dot(sum, sum) - squares[label]) / (n - 1) : 0;
            distance += pairs - 2.0 * Reduction.Dot(sum, mean) + (double)n * Reduction.Dot(mean, mean);
        }
        Output.Values[0] = (float)(distance / labels.Length);
    }

    /// <summary>2 / B ((sum - f) / (n - 1) - t).</summary>
    public override void BackwardInputs()
    {
        if (Graph.PerExample)
            throw new TensorException("Distance of class means: one example has no loss of its own, so it has no gradient of its own.");
        if (!Flows(_features)) return;
        ReadOnlySpan<int> labels = _labels.Values;
        Span<float> whole = _features.GradientToWrite(out bool add);
        float factor = 2 * Output.Gradient[0] / labels.Length;
        for (int b = 0; b < labels.Length; b++)
        {
            int n = _counts[labels[b]];
            var kernel = new Slope(n > 1 ? factor / (n - 1) : 0, factor);
            Elementwise.Map(kernel, SumOf(labels[b]), Of(b, 1, _features.Values), MeanOf(labels[b]), Of(b, 1, whole), add);
        }
    }

    private Span<float> SumOf(int label) => _sums.AsSpan(label * _width, _width);

    private ReadOnlySpan<float> MeanOf(int label) => _means.Values.Slice(label * _width, _width);

    /// <summary>(x - y) pair - z factor.</summary>
    private readonly struct Slope(float pair, float factor) : ITernaryKernel
    {
        private readonly Vector512<float> _pair = Vector512.Create(pair), _factor = Vector512.Create(factor);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y, Vector512<float> z) => (x - y) * _pair - z * _factor;
    }
}
