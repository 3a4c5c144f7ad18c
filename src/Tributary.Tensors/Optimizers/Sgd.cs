using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Stochastic gradient descent with momentum, Nesterov's look-ahead and weight decay, each off unless set.</summary>
/// <remarks>
/// d = g + decay p; u = momentum u + d; p -= rate u, or with Nesterov p -= rate (d + momentum u).
/// Sutskever, Martens, Dahl, Hinton: On the importance of initialization and momentum in deep learning. ICML 2013.
/// </remarks>
public sealed record Sgd : IOptimizer
{
    /// <inheritdoc/>
    public required double LearningRate { get; init => field = Hyperparameter.Positive(value); }

    /// <summary>The share of the last velocity that is kept, in [0, 1).</summary>
    public double Momentum { get; init => field = Hyperparameter.BelowOne(value); }

    /// <summary>
    /// Whether the gradient counts as if taken after the coming step of the velocity; without momentum it changes nothing.
    /// </summary>
    public bool Nesterov { get; init; }

    /// <summary>The factor of the parameters that is added to the gradient; zero or above.</summary>
    public double WeightDecay { get; init => field = Hyperparameter.NonNegative(value); }

    /// <inheritdoc/>
    public OptimizerState Begin(int length) => new(Slots, length);

    /// <inheritdoc/>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, double scale = 1)
    {
        var step = new ElementStep(
            Vector512.Create((float)(LearningRate * scale)), Vector512.Create((float)Momentum), Vector512.Create((float)WeightDecay),
            Nesterov);
        state.Loop<ElementStep>().Run(step, parameters, gradient, state, Slots);
        state.Steps++;
    }

    private int Slots => Momentum > 0 ? 1 : 0;

    private readonly struct ElementStep(Vector512<float> rate, Vector512<float> momentum, Vector512<float> decay, bool nesterov)
        : IElementStep
    {
        public void Apply(
            ref Vector512<float> parameters, Vector512<float> gradient, ref Vector512<float> first, ref Vector512<float> second)
        {
            Vector512<float> direction = gradient + decay * parameters;
            first = momentum * first + direction;
            parameters -= rate * (nesterov ? direction + momentum * first : first);
        }
    }
}
