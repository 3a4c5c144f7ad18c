using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What a client does in one round of training, understood and ready to use.</summary>
public sealed record LocalTraining
{
    /// <summary>Passes over the client's data, or null where <see cref="Steps"/> counts.</summary>
    public int? Epochs { get; init; } = 1;

    /// <summary>Steps of the optimizer, or null where <see cref="Epochs"/> count.</summary>
    public int? Steps { get; init; }

    /// <summary>Examples a step; zero takes all of the client's data in each.</summary>
    public int BatchSize { get; init; }

    /// <summary>The client's optimizer.</summary>
    public required IOptimizer Optimizer { get; init; }

    /// <summary>Whether the optimizer's state goes on from round to round instead of beginning anew.</summary>
    public bool KeepOptimizer { get; init; }

    /// <summary>The factor on the learning rate, by round.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>The weight mu of FedProx's proximal term; zero for none.</summary>
    public double ProximalMu { get; init; }

    /// <summary>The largest Euclidean norm of a batch's gradient, or null for any.</summary>
    public double? ClipGradient { get; init; }

    /// <summary>What hides single examples, or null for nothing.</summary>
    public ExamplePrivacy? Privacy { get; init; }
}
