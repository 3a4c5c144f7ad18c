namespace Tributary.Tests;

/// <summary>A clock that moves only when it is told to, and then calls its timers, each at its moment.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        DateTimeOffset end = _now + time;
        while (_timers.MinBy(timer => timer.Due) is { } next && next.Due <= end)
        {
            if (next.Due > _now) _now = next.Due;
            next.Fire();
        }
        _now = end;
    }

    public void Remove(FakeTimer timer) => _timers.Remove(timer);
}
