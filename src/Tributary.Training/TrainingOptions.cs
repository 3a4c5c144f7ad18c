using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How a model is trained on one data set.</summary>
public sealed record TrainingOptions
{
    /// <summary>Turns gradients into steps.</summary>
    public required IOptimizer Optimizer { get; init; }

    /// <summary>Passes over the data, where <see cref="Steps"/> is not given.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Steps of the optimizer, whatever the amount of data.</summary>
    public int? Steps { get; init; }

    /// <summary>Examples a step; zero takes all in each.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The weight mu of the proximal term mu/2 |w - w_start|^2 of FedProx.</summary>
    public double ProximalMu { get; init; }

    /// <summary>The largest Euclidean norm of a batch's gradient, or null.</summary>
    public double? ClipGradient { get; init; }
}
