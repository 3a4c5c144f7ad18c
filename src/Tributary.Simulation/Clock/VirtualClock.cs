namespace Tributary.Simulation;

/// <summary>The clock of a simulation: it stands still until the simulator moves it.</summary>
public sealed class VirtualClock : TimeProvider
{
    /// <summary>When every simulation begins, so that logs do not depend on the day.</summary>
    public static DateTimeOffset Start { get; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private DateTimeOffset _now = Start;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Moves on to <paramref name="moment"/>; stays where that has passed.</summary>
    public void MoveTo(DateTimeOffset moment)
    {
        if (moment > _now) _now = moment;
    }
}
