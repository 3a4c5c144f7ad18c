using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The server optimizer FedAdagrad: each parameter's rate falls with the sum of its squared gradients.</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g; v += g^2; p -= rate m / (sqrt(v) + tau).
/// Reddi et al.: Adaptive federated optimization. ICLR 2021, algorithm 2; with beta1 zero, Duchi, Hazan, Singer. JMLR 12, 2011.
/// </remarks>
public sealed record Adagrad : IOptimizer
{
    /// <inheritdoc/>
    public required double LearningRate { get; init => field = Hyperparameter.Positive(value); }

    /// <summary>The share of the mean gradient that is kept, in [0, 1).</summary>
    public double Beta1 { get; init => field = Hyperparameter.BelowOne(value); }

    /// <summary>The degree of adaptivity, added to the root of the sum of squares; above zero.</summary>
    public double Tau { get; init => field = Hyperparameter.Positive(value); } = 1e-3;

    /// <summary>The sum of squares at the start; zero or above. The paper asks for at least tau squared.</summary>
    public double InitialAccumulator { get; init => field = Hyperparameter.NonNegative(value); } = 1e-6;

    /// <inheritdoc/>
    public OptimizerState Begin(int length) => new([0, (float)InitialAccumulator], length);

    /// <inheritdoc/>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, double scale = 1)
    {
        var step = new ElementStep(
            Vector512.Create((float)(LearningRate * scale)), Vector512.Create((float)Beta1), Vector512.Create((float)(1 - Beta1)),
            Vector512.Create((float)Tau));
        state.Loop<ElementStep>().Run(step, parameters, gradient, state, slots: 2);
        state.Steps++;
    }

    private readonly record struct ElementStep(Vector512<float> Rate, Vector512<float> Beta1, Vector512<float> Rest1, Vector512<float> Tau)
        : IElementStep
    {
        public void Apply(
            ref Vector512<float> parameters, Vector512<float> gradient, ref Vector512<float> first, ref Vector512<float> second)
        {
            first = Beta1 * first + Rest1 * gradient;
            second += gradient * gradient;
            parameters -= Rate * first / (Vector512.Sqrt(second) + Tau);
        }
    }
}
