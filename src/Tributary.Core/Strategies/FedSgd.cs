using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Federated gradient descent: every client takes one step on all of its data, so the model takes one step on the data of all.
/// </summary>
/// <remarks>McMahan et al.: Communication-efficient learning of deep networks from decentralized data. AISTATS 2017, section 2.</remarks>
public sealed record FedSgd : IChecked
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
        Name = "fed-sgd",
        ServerOptimizer = new Sgd { LearningRate = LearningRate },
        OneFullBatchStep = true,
    };
}
