using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Low-rank adapters averaged exactly: the factors become their means, and what the product of the means lacks of the mean of the products
/// goes into a full matrix beside them.
/// </summary>
/// <remarks>
/// Singhal et al.: FedEx-LoRA: Exact aggregation for federated and efficient fine-tuning of foundation models. arXiv:2410.09432,
/// equations 10 to 13; there the difference is added to the frozen weights, here to a frozen matrix of the adapter's own.
/// </remarks>
public sealed record FedExLora
{
    /// <summary>The strategy.</summary>
    public static Strategy ToStrategy()
    {
        var mean = new Sgd { LearningRate = 1 };
        return new Strategy
        {
            Name = "fed-ex-lora",
            ServerOptimizer = mean,
            Aggregator = new LowRankProducts(),
            Step = new RemainderStep(new OptimizerStep(mean)),
        };
    }

    private sealed class RemainderStep(OptimizerStep factors) : IServerStep
    {
        public void Check(ParameterLayout layout, UpdateSpec folded) => LowRankPair.Check("fed-ex-lora", layout, folded);

        // Of the mean of A B and the product of the means, all is the same but the changes' own products.
        public void Apply(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change)
        {
            factors.Apply(state, change);
            foreach (RemainderPlace place in RemainderPlace.All(state.Model, change))
                place.Add((i, j) => place.MeanOfProducts(i, j) - place.ProductOfMeans(i, j));
        }
    }
}
