using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A way to divide examples among clients.</summary>
public interface IPartition
{
    /// <summary>The places of every client's examples: each example goes to exactly one client, and no client stays empty.</summary>
    /// <param name="input">What is divided.</param>
    /// <param name="random">Decides what the rule leaves open; the same stream gives the same division.</param>
    /// <exception cref="DataException">The examples cannot be divided so.</exception>
    int[][] Split(PartitionInput input, RandomStream random);
}
