namespace Tributary.Field.Tests;

/// <summary>What one connection has carried.</summary>
internal sealed class RelayCount(RelayCuts? cuts)
{
    private readonly long[] _carried = new long[2];

    /// <summary>How much more goes that way before the connection is cut.</summary>
    public long Left(bool up) => cuts is null ? long.MaxValue : cuts.Every - Volatile.Read(ref _carried[up ? 0 : 1]);

    public void Add(bool up, int bytes)
    {
        if (Interlocked.Add(ref _carried[up ? 0 : 1], bytes) == cuts?.Every) cuts.Cut(up);
    }
}
