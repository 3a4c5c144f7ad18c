namespace Tributary.Field.Tests;

/// <summary>Where a relay cuts its connections, and how often it has.</summary>
/// <param name="every">After so many bytes in either direction.</param>
/// <param name="resets">Whether a cut is a reset, and loses what is on its way, or an orderly end.</param>
internal sealed class RelayCuts(long every, bool resets)
{
    private int _cuts;

    public long Every => every;

    /// <summary>Connections that were cut.</summary>
    public int Count => Volatile.Read(ref _cuts);

    /// <summary>Whether the connection that ends now is reset.</summary>
    public bool Next() => resets;

    public void Cut() => Interlocked.Increment(ref _cuts);
}
