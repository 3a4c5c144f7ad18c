namespace Tributary.Tests;

/// <summary>A timer of <see cref="FakeTime"/>.</summary>
internal sealed class FakeTimer(FakeTime time, Action call) : ITimer
{
    private TimeSpan _period;

    /// <summary>The next moment at which it is called; the end of time if never.</summary>
    public DateTimeOffset Due { get; private set; }

    public void Fire()
    {
        Due = After(_period);
        call();
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
        Due = After(dueTime);
        return true;
    }

    public void Dispose() => time.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private DateTimeOffset After(TimeSpan pause) =>
        pause == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time.GetUtcNow() + pause;
}
