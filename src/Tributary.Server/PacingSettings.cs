namespace Tributary.Server;

/// <summary>How rounds and sites are brought together.</summary>
public sealed record PacingSettings
{
    /// <summary>How long after its last sign of life a site counts as present, in seconds.</summary>
    public double PresenceSeconds { get; init; } = 120;

    /// <summary>The longest that a check-in is held back until there is work, in seconds.</summary>
    public double HoldSeconds { get; init; } = 30;

    /// <summary>
    /// How long a round waits for those that have agreed and are away, once the smallest cohort is there, in seconds: so that the first to
    /// come are not a cohort by themselves.
    /// </summary>
    public double GatherSeconds { get; init; } = 10;

    /// <summary>How often due work is looked for where nothing happens, in seconds.</summary>
    public double TickSeconds { get; init; } = 1;

    /// <summary>How many check-ins a second there should be at most, of all sites together: they are told when to come again.</summary>
    public double CheckInsPerSecond { get; init; } = 500;
}
