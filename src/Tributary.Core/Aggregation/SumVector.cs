namespace Tributary.Core;

/// <summary>The vector in which a round adds up: 8 bytes a number, used again in the next round.</summary>
/// <remarks>
/// To fill pages of new memory takes longer than to add a hundred updates to pages that are there. One vector is kept for the process;
/// whoever needs another at the same time, or another length, gets a new one.
/// </remarks>
internal sealed class SumVector
{
    private static long[]? _kept;

    private long[]? _values;

    /// <summary>A vector of zeros.</summary>
    public SumVector(int length)
    {
        long[]? kept = Interlocked.Exchange(ref _kept, null);
        if (kept?.Length == length) Array.Clear(kept);
        else kept = new long[length];
        _values = kept;
    }

    /// <summary>The numbers.</summary>
    /// <exception cref="ObjectDisposedException">They have been released.</exception>
    public long[] Values => _values ?? throw new ObjectDisposedException(
        nameof(Aggregate), "The aggregate has been put to use, and its memory may hold another round's sums. Take each aggregate once.");

    /// <summary>Refuses a vector that another round may already have.</summary>
    /// <exception cref="ObjectDisposedException">It has been released.</exception>
    public void ThrowIfReleased() => _ = Values;

    /// <summary>Lets the next round have the memory; nobody may touch it any more. Once only: more often changes nothing.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _values, null) is { } values) Volatile.Write(ref _kept, values);
    }
}
