namespace Tributary.Core;

/// <summary>A round ended without a model.</summary>
public sealed record RoundFailed(DateTimeOffset At, RoundId Round, Problem Problem) : RunEvent(At);
