namespace Tributary.Core;

/// <summary>A keeper told what it has for the sums of a closed round.</summary>
public sealed record KeeperAnswered(DateTimeOffset At, RoundId Round, ClientId Client) : RunEvent(At);
