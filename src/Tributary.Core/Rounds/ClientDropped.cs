namespace Tributary.Core;

/// <summary>The update of a client will not be in this round.</summary>
public sealed record ClientDropped(DateTimeOffset At, RoundId Round, ClientId Client, DropReason Reason) : RunEvent(At);
