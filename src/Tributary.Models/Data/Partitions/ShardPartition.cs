using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Examples sorted by class, cut into shards of equal size, a few shards a client: most clients see few classes.</summary>
/// <remarks>
/// McMahan, Moore, Ramage, Hampson, Agüera y Arcas: Communication-efficient learning of deep networks from decentralized data.
/// AISTATS 2017, section 3 (100 clients of 2 shards). Sizes differ by one where the shards do not divide the examples.
/// </remarks>
public sealed record ShardPartition : IPartition
{
    /// <summary>The number of clients; at least 1.</summary>
    public required int Clients { get; init; }

    /// <summary>The number of shards a client gets; at least 1.</summary>
    public int ShardsPerClient { get; init; } = 2;

    /// <inheritdoc/>
    public int[][] Split(PartitionInput input, RandomStream random)
    {
        int[] labels = input.RequireLabels();
        if (Clients < 1) input.RequireEnoughFor(Clients);
        if (ShardsPerClient < 1) input.RequireEnoughFor(ShardsPerClient, "shards");
        int shards = (int)Math.Min((long)Clients * ShardsPerClient, int.MaxValue);
        input.RequireEnoughFor(shards, "shards");
        int[] byClass = [.. Enumerable.Range(0, input.Count).OrderBy(example => labels[example])];
        int[][] pieces = Pieces.Cut(byClass, Pieces.EqualSizes(input.Count, shards));
        random.Shuffle(pieces.AsSpan());
        return [.. pieces.Chunk(ShardsPerClient).Select(own => own.SelectMany(shard => shard).ToArray())];
    }
}
