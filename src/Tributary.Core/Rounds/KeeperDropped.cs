namespace Tributary.Core;

/// <summary>A keeper does not answer a closed round, or its answer is wrong.</summary>
public sealed record KeeperDropped(DateTimeOffset At, RoundId Round, ClientId Client, DropReason Reason) : RunEvent(At);
