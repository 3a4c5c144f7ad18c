namespace Tributary.Server;

/// <summary>A person's access ended.</summary>
/// <param name="At">When.</param>
/// <param name="Name">The person.</param>
/// <param name="By">Who ended it.</param>
public sealed record PersonRemoved(DateTimeOffset At, string Name, string By) : ServiceEvent(At);
