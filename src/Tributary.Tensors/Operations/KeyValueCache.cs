namespace Tributary.Tensors;

/// <summary>How far a text has been read by the attentions of a graph that take a few positions at a time.</summary>
/// <remarks>
/// Each <see cref="TensorFunctions.CachedAttention"/> keeps its own keys and values; this says how many of them count. A pass reads
/// <see cref="Graph.Batch"/> positions behind <see cref="Length"/>; <see cref="Advance"/> then makes them count.
/// </remarks>
public sealed class KeyValueCache
{
    /// <summary>Makes an empty cache.</summary>
    /// <param name="capacity">The most positions, at least one.</param>
    /// <exception cref="TensorException">The capacity is less.</exception>
    public KeyValueCache(int capacity)
    {
        TensorException.ThrowIfNotPositive(capacity, "capacity of a cache");
        Capacity = capacity;
    }

    /// <summary>The most positions.</summary>
    public int Capacity { get; }

    /// <summary>The positions whose keys and values count.</summary>
    public int Length { get; private set; }

    /// <summary>Keeps what the last pass added.</summary>
    /// <param name="count">The positions of the pass.</param>
    /// <exception cref="TensorException">The cache has no room for so many.</exception>
    public void Advance(int count)
    {
        if (count < 1 || count > Capacity - Length)
            throw new TensorException($"A cache of {Capacity} positions that holds {Length} has no room for {count} more. Clear it first.");
        Length += count;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Length = 0;
}
