using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The mean over all elements of weight (prediction - target)^2, with one weight for each of equal runs of elements.</summary>
internal sealed class MeanSquaredErrorOperation : Operation
{
    private readonly Tensor _prediction, _target;
    private readonly Tensor? _weights;

    public MeanSquaredErrorOperation(Tensor prediction, Tensor target, Tensor? weights) : base(prediction, target, weights)
    {
        TensorException.ThrowIfDifferent("Target of a squared error", prediction.Shape, target.Shape);
        if (weights is { RequiresGradient: true })
            throw new TensorException("Weights of a squared error: expected an input, got a trainable tensor.");
        if (weights is not null && (weights.Shape.Rank > prediction.Shape.Rank
            || !prediction.Shape.Extents[..weights.Shape.Rank].SequenceEqual(weights.Shape.Extents)))
            throw new TensorException(
                $"Weights of a squared error: expected the first extents of {prediction.Shape}, got {weights.Shape}.");
        _prediction = prediction;
        _target = target;
        _weights = weights;
        Output = Scalar();
    }

    public override Tensor Output { get; }

    private int Runs => _weights?.Length ?? 1;

    public override void Forward()
    {
        Span<float> prediction = _prediction.Values, target = _target.Values;
        Span<float> weights = _weights is null ? [] : _weights.Values;
        int length = prediction.Length / Runs;
        double sum = 0;
        for (int run = 0; run < Runs; run++)
        {
            Range range = (run * length)..((run + 1) * length);
            sum += (double)Reduction.SquaredDistance(prediction[range], target[range]) * (weights.IsEmpty ? 1 : weights[run]);
        }
        Output.Values[0] = (float)(sum / prediction.Length);
    }

    public override void BackwardInputs()
    {
        float factor = 2 * Output.Gradient[0] / Averaged(_prediction);
        if (_prediction.RequiresGradient) Backward(_prediction, _target, factor);
        if (_target.RequiresGradient) Backward(_target, _prediction, factor);
    }

    private void Backward(Tensor of, Tensor from, float factor)
    {
        Span<float> x = of.Values, y = from.Values, gradient = of.GradientToWrite(out bool add);
        Span<float> weights = _weights is null ? [] : _weights.Values;
        int length = x.Length / Runs;
        for (int run = 0; run < Runs; run++)
        {
            Range range = (run * length)..((run + 1) * length);
            float weighted = weights.IsEmpty ? factor : factor * weights[run];
            Elementwise.Map(new ScaledDifference(weighted), x[range], y[range], gradient[range], add);
        }
    }

    private readonly struct ScaledDifference(float factor) : IBinaryKernel
    {
        private readonly Vector512<float> _factor = Vector512.Create(factor);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y) => (x - y) * _factor;
    }
}
