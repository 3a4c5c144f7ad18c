using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Adam at the server: each parameter's step is measured by its own recent changes.</summary>
/// <remarks>
/// Reddi et al.: Adaptive federated optimization. ICLR 2021, algorithm 2. Without bias correction, as there; the mean square starts at
/// zero.
/// </remarks>
public sealed record FedAdam : IChecked
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
        Name = "fed-adam",
        ServerOptimizer = new AdamW { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Tau, BiasCorrection = false },
    };
}
