using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Adam with decoupled weight decay; without bias correction it is the server optimizer FedAdam, epsilon being its tau.</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p = (1 - rate decay) p - rate m' / (sqrt(v') + epsilon), where m' and v'
/// are corrected for their start at zero. Kingma, Ba: Adam. ICLR 2015. Loshchilov, Hutter: Decoupled weight decay regularization. ICLR
/// 2019.
/// Reddi et al.: Adaptive federated optimization. ICLR 2021, algorithm 2.
/// </remarks>
public sealed record AdamW : IOptimizer
{
    /// <inheritdoc/>
    public required double LearningRate { get; init => field = Hyperparameter.Positive(value); }

    /// <summary>The share of the mean gradient that is kept, in [0, 1).</summary>
    public double Beta1 { get; init => field = Hyperparameter.BelowOne(value); } = 0.9;

    /// <summary>The share of the mean square that is kept, in [0, 1).</summary>
    public double Beta2 { get; init => field = Hyperparameter.BelowOne(value); } = 0.999;

    /// <summary>Added to the root of the mean square; above zero. FedAdam's tau, there near 1e-3.</summary>
    public double Epsilon { get; init => field = Hyperparameter.Positive(value); } = 1e-8;

    /// <summary>The share of the parameters that a step of rate one removes; zero or above.</summary>
    public double WeightDecay { get; init => field = Hyperparameter.NonNegative(value); }

    /// <summary>Whether only tensors of two extents or more decay: weights and embeddings, not biases and gains.</summary>
    /// <remarks>The state must then come from <see cref="Begin(ParameterLayout)"/>, which knows the extents.</remarks>
    public bool DecayMatricesOnly { get; init; }

    /// <summary>Whether both means are corrected for their start at zero.</summary>
    public bool BiasCorrection { get; init; } = true;

    /// <inheritdoc/>
    public OptimizerState Begin(int length) => new(2, length);

    /// <inheritdoc/>
    public OptimizerState Begin(ParameterLayout layout) =>
        new(2, layout.TrainableLength) { Stretches = DecayMatricesOnly ? Stretch.Of(layout) : [] };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Only matrices are to decay, and the state was begun without a layout.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, double scale = 1)
    {
        double rate = LearningRate * scale, correction1 = 1, correction2 = 1;
        if (BiasCorrection)
        {
            correction1 -= Elementary.Pow(Beta1, state.Steps + 1);
            correction2 -= Elementary.Pow(Beta2, state.Steps + 1);
        }
        var step = new ElementStep(
            Keep: Vector512.Create((float)(1 - rate * WeightDecay)), Rate: Vector512.Create((float)(rate / correction1)),
            Beta1: Vector512.Create((float)Beta1), Rest1: Vector512.Create((float)(1 - Beta1)),
            Beta2: Vector512.Create((float)Beta2), Rest2: Vector512.Create((float)(1 - Beta2)),
            RootCorrection: Vector512.Create((float)(1 / Math.Sqrt(correction2))), Epsilon: Vector512.Create((float)Epsilon));
        ElementLoop<ElementStep> loop = state.Loop<ElementStep>();
        if (!DecayMatricesOnly) loop.Run(step, parameters, gradient, state, slots: 2);
        else if (state.Stretches is []) throw Shapeless();
        else
        {
            ElementStep plain = step with { Keep = Vector512<float>.One };
            foreach (Stretch stretch in state.Stretches)
                loop.Run(stretch.AreMatrices ? step : plain, parameters, gradient, state, slots: 2, stretch.Start, stretch.End);
        }
        state.Steps++;
    }

    private static ArgumentException Shapeless() =>
        new("Only matrices are to decay, but this state does not know where they lie. Begin it with the parameters' layout.", "state");

    private readonly record struct ElementStep(
        Vector512<float> Keep, Vector512<float> Rate, Vector512<float> Beta1, Vector512<float> Rest1,
        Vector512<float> Beta2, Vector512<float> Rest2, Vector512<float> RootCorrection, Vector512<float> Epsilon) : IElementStep
    {
        public void Apply(
            ref Vector512<float> parameters, Vector512<float> gradient, ref Vector512<float> first, ref Vector512<float> second)
        {
            first = Beta1 * first + Rest1 * gradient;
            second = Beta2 * second + Rest2 * (gradient * gradient);
            parameters = Keep * parameters - Rate * first / (Vector512.Sqrt(second) * RootCorrection + Epsilon);
        }
    }
}
