namespace Tributary.Core;

/// <summary>A client answered a step before the update; its answer is in the round's channel.</summary>
public sealed record StepAnswered(DateTimeOffset At, RoundId Round, ClientId Client) : RunEvent(At);
