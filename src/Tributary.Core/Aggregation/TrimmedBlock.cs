namespace Tributary.Core;

/// <summary>One thread's memory and work in a <see cref="TrimmedFold"/>.</summary>
internal abstract class TrimmedBlock
{
    /// <summary>Adds up the kept means of the coordinates from <paramref name="start"/> on, as many as <paramref name="sum"/> holds.</summary>
    public abstract void Fold(int start, Span<long> sum);

    /// <summary>Adds up rows of so many lanes, as far as <paramref name="sum"/> reaches.</summary>
    protected static void AddRows(ReadOnlySpan<long> rows, int lanes, Span<long> sum)
    {
        Span<long> total = stackalloc long[lanes];
        for (; !rows.IsEmpty; rows = rows[lanes..])
            for (int i = 0; i < total.Length; i++) total[i] += rows[i];
        total[..Math.Min(lanes, sum.Length)].CopyTo(sum);
    }
}
