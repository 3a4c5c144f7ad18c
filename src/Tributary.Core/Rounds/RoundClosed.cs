namespace Tributary.Core;

/// <summary>No more updates are taken.</summary>
public sealed record RoundClosed(DateTimeOffset At, RoundId Round) : RunEvent(At);
