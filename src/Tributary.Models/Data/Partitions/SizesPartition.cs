using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Examples at random, in sizes proportional to given weights: clients differ in how much data they have, not in which.</summary>
public sealed record SizesPartition : IPartition
{
    /// <summary>A weight above zero for every client; only their proportions matter.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>Sizes that fall as the client's number (from 1) to the power of minus <paramref name="exponent"/>.</summary>
    /// <param name="clients">The number of clients; at least 1.</param>
    /// <param name="exponent">Zero gives equal sizes, one gives Zipf's law.</param>
    public static SizesPartition PowerLaw(int clients, double exponent) =>
        new() { Weights = [.. Enumerable.Range(1, Math.Max(clients, 0)).Select(client => Elementary.Pow(client, -exponent))] };

    /// <inheritdoc/>
    public int[][] Split(PartitionInput input, RandomStream random)
    {
        input.RequireEnoughFor(Weights.Count);
        int wrong = Weights.ToList().FindIndex(weight => !(weight > 0 && double.IsFinite(weight)));
        if (wrong >= 0) throw new DataException($"Client {wrong} has the weight {Weights[wrong]}. Give every client a number above zero.");
        int[] sizes = Pieces.ProportionalSizes(input.Count, Weights);
        int empty = Array.IndexOf(sizes, 0);
        if (empty >= 0)
            throw new DataException($"Client {empty}'s share of {input.Count} examples rounds to none. Raise its weight or use more data.");
        return Pieces.Cut(Pieces.Shuffled(input.Count, random), sizes);
    }
}
