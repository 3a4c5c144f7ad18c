namespace Tributary.Agent;

/// <summary>The coordinator offers the run no longer.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Reason">How that was seen.</param>
public sealed record RunEnded(DateTimeOffset At, string Run, string Reason) : AgentEvent(At, Run);
