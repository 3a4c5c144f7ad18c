using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Few rounds of many local steps: clients train with AdamW, and the server steps along their averaged change with Nesterov momentum.
/// </summary>
/// <remarks>
/// Douillard et al.: DiLoCo: Distributed low-communication training of language models. arXiv:2311.08105, algorithm 1. The job's
/// <c>local</c> part says how many steps (H) and how; there each worker's optimizer goes on from round to round
/// (<see cref="LocalOptions.KeepOptimizer"/>) and all weigh the same (<see cref="Weighting.Uniform"/>).
/// </remarks>
public sealed record DiLoCo : IChecked
{
    /// <summary>The server's learning rate, above 0.</summary>
    public double LearningRate { get; init; } = 0.7;

    /// <summary>The share of the last step that is kept, from 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path) =>
    [
        .. ServerRate.Positive($"{path}.learningRate", "learning rate", LearningRate),
        .. ServerRate.BelowOne($"{path}.momentum", "momentum", Momentum),
    ];

    /// <summary>The strategy with these options.</summary>
    public Strategy ToStrategy() => new()
    {
        Name = "diloco",
        ServerOptimizer = new Sgd { LearningRate = LearningRate, Momentum = Momentum, Nesterov = true },
    };
}
