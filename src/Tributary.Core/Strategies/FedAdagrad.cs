using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Adagrad at the server: parameters that have changed much change less and less.</summary>
/// <remarks>Reddi et al.: Adaptive federated optimization. ICLR 2021, algorithm 2.</remarks>
public sealed record FedAdagrad : IChecked
{
    /// <summary>The server's learning rate, above 0.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The share of the mean update that is kept from round to round, from 0 to below 1.</summary>
    public double Beta1 { get; init; }

    /// <summary>The degree of adaptivity, above 0: the smaller, the more alike the steps of all parameters.</summary>
    public double Tau { get; init; } = 1e-3;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path) =>
    [
        .. ServerRate.Positive($"{path}.learningRate", "learning rate", LearningRate),
        .. ServerRate.BelowOne($"{path}.beta1", "beta1", Beta1),
        .. ServerRate.Positive($"{path}.tau", "tau", Tau),
    ];

    /// <summary>The strategy with these options.</summary>
    public Strategy ToStrategy() => new()
    {
        Name = "fed-adagrad",
        ServerOptimizer = new Adagrad { LearningRate = LearningRate, Beta1 = Beta1, Tau = Tau, InitialAccumulator = Tau * Tau },
    };
}
