namespace Tributary.Core;

/// <summary>The run has ended.</summary>
public sealed record RunFinished(DateTimeOffset At, RunOutcome Outcome, string Reason) : RunEvent(At);
