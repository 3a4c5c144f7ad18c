namespace Tributary.Core;

/// <summary>The published algorithms, with their published settings; the records of the same names have the rest of the options.</summary>
public static class Strategies
{
    /// <summary>Federated averaging.</summary>
    public static Strategy FedAvg(double learningRate = 1) => new FedAvg { LearningRate = learningRate }.ToStrategy();

    /// <summary>Federated gradient descent: one full-batch step a client and round.</summary>
    public static Strategy FedSgd(double learningRate = 1) => new FedSgd { LearningRate = learningRate }.ToStrategy();

    /// <summary>Federated averaging with server momentum, in Nesterov's form on request.</summary>
    public static Strategy FedAvgM(double learningRate = 1, double momentum = 0.9, bool nesterov = false) =>
        new FedAvgM { LearningRate = learningRate, Momentum = momentum, Nesterov = nesterov }.ToStrategy();

    /// <summary>Nesterov momentum at the server, for clients that take many steps of AdamW a round.</summary>
    public static Strategy DiLoCo(double learningRate = 0.7, double momentum = 0.9) =>
        new DiLoCo { LearningRate = learningRate, Momentum = momentum }.ToStrategy();

    /// <summary>Adam at the server.</summary>
    public static Strategy FedAdam(double learningRate = 0.01) => new FedAdam { LearningRate = learningRate }.ToStrategy();

    /// <summary>Yogi at the server.</summary>
    public static Strategy FedYogi(double learningRate = 0.01) => new FedYogi { LearningRate = learningRate }.ToStrategy();

    /// <summary>Adagrad at the server.</summary>
    public static Strategy FedAdagrad(double learningRate = 0.01) => new FedAdagrad { LearningRate = learningRate }.ToStrategy();
}
