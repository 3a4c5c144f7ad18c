using Tributary.Tensors;

namespace Tributary.Training.Tests;

/// <summary>Gradient descent that notes what it was given in every step.</summary>
internal sealed class RecordingOptimizer(double rate) : IOptimizer
{
    public double LearningRate => rate;

    public List<(float[] Gradient, long StepsBefore, double Scale)> Steps { get; } = [];

    public OptimizerState Begin(int length) => new(0, length);

    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, double scale = 1)
    {
        Steps.Add((gradient.ToArray(), state.Steps, scale));
        for (int i = 0; i < parameters.Length; i++) parameters[i] -= (float)(rate * scale) * gradient[i];
        state.Steps++;
    }
}
