namespace Tributary.Models;

/// <summary>Examples that can be divided among clients: labelled rows or text documents.</summary>
public abstract class Dataset
{
    private protected Dataset()
    {
    }

    /// <summary>The number of examples (rows, images or documents).</summary>
    public abstract int Count { get; }

    /// <summary>What a partition may look at.</summary>
    public abstract PartitionInput PartitionInput { get; }

    /// <summary>The examples at these places, in this order; values are shared, not copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A place is not below <see cref="Count"/>.</exception>
    public abstract Dataset Select(ReadOnlySpan<int> places);

    /// <summary>Where examples at <paramref name="places"/> of this set lie in the storage that <paramref name="rows"/> views.</summary>
    private protected static int[] Compose(int[] rows, ReadOnlySpan<int> places)
    {
        int[] composed = new int[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            if ((uint)places[i] >= (uint)rows.Length)
                throw new ArgumentOutOfRangeException(nameof(places), places[i], $"There are {rows.Length} examples, numbered from 0.");
            composed[i] = rows[places[i]];
        }
        return composed;
    }
}
