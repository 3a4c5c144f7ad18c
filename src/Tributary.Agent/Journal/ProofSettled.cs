namespace Tributary.Agent;

/// <summary>A round's proof was checked and holds, or there is nothing to prove.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Reason">Why nothing was checked, where nothing was.</param>
public sealed record ProofSettled(DateTimeOffset At, string Run, int Round, string? Reason = null) : AgentEvent(At, Run);
