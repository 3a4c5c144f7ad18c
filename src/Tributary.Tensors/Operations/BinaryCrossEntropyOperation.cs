using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The mean over all elements of -t log p - (1 - t) log(1 - p) with p = sigmoid(logit), without overflow.</summary>
internal sealed class BinaryCrossEntropyOperation : Operation
{
    private readonly Tensor _logits, _targets;

    public BinaryCrossEntropyOperation(Tensor logits, Tensor targets) : base(logits, targets)
    {
        TensorException.ThrowIfDifferent("Targets of a binary cross-entropy", logits.Shape, targets.Shape);
        if (targets.RequiresGradient)
            throw new TensorException("Targets of a binary cross-entropy: expected an input, got a trainable tensor.");
        _logits = logits;
        _targets = targets;
        Output = Scalar();
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        Span<float> losses = Graph.Workspace.Scratch(_logits.Length);
        Elementwise.Map(default(Loss), _logits.Values, _targets.Values, losses);
        Output.Values[0] = Reduction.Sum(losses) / _logits.Length;
    }

    public override void BackwardInputs()
    {
        Span<float> target = _logits.GradientToWrite(out bool add);
        Elementwise.Map(new Gradient(Output.Gradient[0] / Averaged(_logits)), _logits.Values, _targets.Values, target, add);
    }

    /// <summary>max(x, 0) - x t + log(1 + e^-|x|).</summary>
    private readonly struct Loss : IBinaryKernel
    {
        public Vector512<float> Apply(Vector512<float> x, Vector512<float> t) =>
            ReluActivation.Value(x) - x * t + VectorMath.LogOnePlus(VectorMath.Exp(-Vector512.Abs(x)));
    }

    private readonly struct Gradient(float factor) : IBinaryKernel
    {
        private readonly Vector512<float> _factor = Vector512.Create(factor);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> t) => (VectorMath.Sigmoid(x) - t) * _factor;
    }
}
