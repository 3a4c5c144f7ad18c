namespace Tributary.Server.Tests;

/// <summary>The system's clock, except that short waits are over at once: pauses between attempts cost a test nothing.</summary>
internal sealed class HastyTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(5) ? TimeSpan.FromMilliseconds(1) : dueTime, period);
}
