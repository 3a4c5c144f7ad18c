namespace Tributary.Tensors;

/// <summary>Turns a gradient into a step, in place. Clients and the server use the same type.</summary>
public interface IOptimizer
{
    /// <summary>The step size before any schedule; above zero.</summary>
    double LearningRate { get; }

    /// <summary>Fresh state for a vector of <paramref name="length"/> parameters.</summary>
    OptimizerState Begin(int length);

    /// <summary>Fresh state for the trainable tensors of a model; an optimizer that tells tensors apart needs their layout.</summary>
    OptimizerState Begin(ParameterLayout layout) => Begin(layout.TrainableLength);

    /// <summary>Moves <paramref name="parameters"/> against <paramref name="gradient"/> and advances <paramref name="state"/>.</summary>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="gradient">The derivative of the loss; of the same length.</param>
    /// <param name="state">From <see cref="Begin(int)"/> or <see cref="Begin(ParameterLayout)"/> of the same optimizer.</param>
    /// <param name="scale">Factor on the learning rate, as a schedule gives it.</param>
    void Step(Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, double scale = 1);
}
