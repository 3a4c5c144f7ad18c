using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Yogi at the server: like FedAdam, but what it knows of the size of changes is forgotten more slowly.</summary>
/// <remarks>Reddi et al.: Adaptive federated optimization. ICLR 2021, algorithm 2.</remarks>
public sealed record FedYogi : IChecked
{
    /// <summary>The server's learning rate, above 0.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The share of the mean update that is kept from round to round, from 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The share of the mean square that is kept from round to round, from 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>The degree of adaptivity, above 0: the smaller, the more alike the steps of all parameters.</summary>
    public double Tau { get; init; } = 1e-3;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path) =>
    [
        .. ServerRate.Positive($"{path}.learningRate", "learning rate", LearningRate),
        .. ServerRate.BelowOne($"{path}.beta1", "beta1", Beta1),
        .. ServerRate.BelowOne($"{path}.beta2", "beta2", Beta2),
        .. ServerRate.Positive($"{path}.tau", "tau", Tau),
    ];

    /// <summary>The strategy with these options.</summary>
    public Strategy ToStrategy() => new()
    {
        Name = "fed-yogi",
        ServerOptimizer = new Yogi { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Tau = Tau, InitialAccumulator = Tau * Tau },
    };
}
