using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Federated averaging: the model becomes the mean of the clients' models, or moves that way by another rate than 1.</summary>
/// <remarks>McMahan et al.: Communication-efficient learning of deep networks from decentralized data. AISTATS 2017, algorithm 1.</remarks>
public sealed record FedAvg : IChecked
{
    /// <summary>The server's learning rate, above 0.</summary>
    public double LearningRate { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path) =>
    [
        .. ServerRate.Positive($"{path}.learningRate", "learning rate", LearningRate),
    ];

    /// <summary>The strategy with these options.</summary>
    public Strategy ToStrategy() => new()
    {
        Name = "fed-avg",
        ServerOptimizer = new Sgd { LearningRate = LearningRate },
    };
}
