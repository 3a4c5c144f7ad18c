using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Examples at random, in sizes that differ by one at most: every client's data have the same distribution.</summary>
public sealed record IidPartition : IPartition
{
    /// <summary>The number of clients; at least 1.</summary>
    public required int Clients { get; init; }

    /// <inheritdoc/>
    public int[][] Split(PartitionInput input, RandomStream random)
    {
        input.RequireEnoughFor(Clients);
        return Pieces.Cut(Pieces.Shuffled(input.Count, random), Pieces.EqualSizes(input.Count, Clients));
    }
}
