using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Federated averaging with momentum at the server, which evens out cohorts that differ.</summary>
/// <remarks>
/// Hsu, Qi, Brown: Measuring the effects of non-identical data distribution for federated visual classification. arXiv:1909.06335.
/// </remarks>
public sealed record FedAvgM : IChecked
{
    /// <summary>The server's learning rate, above 0.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>The share of the last step that is kept, from 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether the step looks ahead along the momentum first (Nesterov).</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path) =>
    [
        .. ServerRate.Positive($"{path}.learningRate", "learning rate", LearningRate),
        .. ServerRate.BelowOne($"{path}.momentum", "momentum", Momentum),
    ];

    /// <summary>The strategy with these options.</summary>
    public Strategy ToStrategy() => new()
    {
        Name = "fed-avg-m",
        ServerOptimizer = new Sgd { LearningRate = LearningRate, Momentum = Momentum, Nesterov = Nesterov },
    };
}
