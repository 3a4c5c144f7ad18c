namespace Tributary.Protocol;

/// <summary>Cancels what stands still: a transfer fails for lack of progress, never for the time it takes.</summary>
internal sealed class Watch : IDisposable
{
    private readonly TimeSpan _stall;
    private readonly CancellationTokenSource _still;
    private readonly CancellationTokenSource _either;

    public Watch(TimeSpan stall, TimeProvider clock, CancellationToken cancellation)
    {
        _stall = stall;
        _still = new CancellationTokenSource(stall, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_still.Token, cancellation);
    }

    /// <summary>Cancelled by the caller, or when nothing has moved for too long.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Something moved.</summary>
    public void Moved() => _still.CancelAfter(_stall);

    public void Dispose()
    {
        _either.Dispose();
        _still.Dispose();
    }
}
