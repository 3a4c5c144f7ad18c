namespace Tributary.Agent;

/// <summary>The site takes part no longer, because something is wrong with the run.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record RunLeft(DateTimeOffset At, string Run, string Code, string Reason) : AgentEvent(At, Run);
