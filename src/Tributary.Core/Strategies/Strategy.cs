using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>An algorithm, as data: FedAvg, FedAdam and the rest are functions that return one.</summary>
public sealed record Strategy
{
    /// <summary>The name a job uses.</summary>
    public required string Name { get; init; }

    /// <summary>The server's optimizer; the averaged change of the clients, negated, is its gradient.</summary>
    public required IOptimizer ServerOptimizer { get; init; }

    /// <summary>
    /// What the server does with the averaged change: a step of <see cref="ServerOptimizer"/>, unless the strategy says other.
    /// </summary>
    public IServerStep Step { get => field ?? new OptimizerStep(ServerOptimizer); init; }

    /// <summary>How updates become one.</summary>
    public IAggregator Aggregator { get; init; } = new Mean();

    /// <summary>How updates are weighed.</summary>
    public Weighting Weighting { get; init; } = Weighting.Examples;

    /// <summary>Whether clients may train fewer ranks of an adapter than it has: what they add counts whole, whatever its rank.</summary>
    public bool TakesMixedRanks { get; init; }

    /// <summary>Whether a client takes one step on all of its data at once, whatever the job says of epochs, steps and batches.</summary>
    public bool OneFullBatchStep { get; init; }
}
