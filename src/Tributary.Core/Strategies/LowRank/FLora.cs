using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Low-rank adapters that are stacked: every client's product is added whole to a full matrix beside the factors, and the next round begins
/// with fresh ones.
/// </summary>
/// <remarks>
/// Wang et al.: FLoRA: Federated fine-tuning large language models with heterogeneous low-rank adaptations. NeurIPS 2024,
/// arXiv:2409.05976, section 3. The factors' fresh values are those that the run began with; the stack travels multiplied out.
/// A client that trains fewer ranks has zeros in the others, whose products are zero: the sum is exact for any mixture of ranks.
/// </remarks>
public sealed record FLora
{
    /// <summary>The strategy.</summary>
    public static Strategy ToStrategy() => new()
    {
        Name = "flora",
        ServerOptimizer = new Sgd { LearningRate = 1 },
        Aggregator = new LowRankProducts(),
        Step = new StackingStep(),
        TakesMixedRanks = true,
    };

    private sealed class StackingStep : IServerStep
    {
        public void Check(ParameterLayout layout, UpdateSpec folded) => LowRankPair.Check("flora", layout, folded);

        // B began at zero, so that a client's product is (A + dA) dB.
        public void Apply(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change)
        {
            foreach (RemainderPlace place in RemainderPlace.All(state.Model, change))
                place.Add((i, j) => place.MeanOfProducts(i, j) + place.StartTimesChange(i, j));
        }
    }
}
