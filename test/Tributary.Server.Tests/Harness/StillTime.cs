namespace Tributary.Server.Tests;

/// <summary>The system's clock without long waits: what would end by a timer never ends.</summary>
internal sealed class StillTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(10) ? dueTime : Timeout.InfiniteTimeSpan, period);
}
