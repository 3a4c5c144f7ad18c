namespace Tributary.Field.Tests;

/// <summary>Where a relay cuts its connections, and how often it has.</summary>
/// <param name="every">After so many bytes in either direction.</param>
/// <param name="resets">Whether a cut is a reset, and loses what is on its way, or an orderly end.</param>
internal sealed class RelayCuts(long every, bool resets)
{
    private int _up, _down;

    public long Every => every;

    public bool Resets => resets;

    /// <summary>Connections that were cut for what clients sent.</summary>
    public int Up => Volatile.Read(ref _up);

    /// <summary>Connections that were cut for what the server sent.</summary>
    public int Down => Volatile.Read(ref _down);

    /// <summary>A connection has carried all that it may.</summary>
    public void Cut(bool up) => Interlocked.Increment(ref up ? ref _up : ref _down);
}
