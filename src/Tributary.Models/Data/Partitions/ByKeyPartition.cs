using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>One client a key: a hospital, a speaker, a file, the value of a column. Clients are in ordinal order of their keys.</summary>
public sealed record ByKeyPartition : IPartition
{
    /// <summary>The keys in the order of the clients that <see cref="Split"/> makes.</summary>
    /// <exception cref="DataException">The examples have no keys.</exception>
    public static IReadOnlyList<string> KeysOf(PartitionInput input) => [.. input.RequireKeys().Distinct().Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public int[][] Split(PartitionInput input, RandomStream random)
    {
        string[] keys = input.RequireKeys();
        return [.. Enumerable.Range(0, input.Count)
            .GroupBy(example => keys[example], StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToArray())];
    }
}
