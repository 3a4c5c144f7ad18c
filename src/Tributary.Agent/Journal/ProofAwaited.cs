namespace Tributary.Agent;

/// <summary>
/// The site is about to answer a round whose sum is published with a proof: it will not answer another before it has seen that.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
public sealed record ProofAwaited(DateTimeOffset At, string Run, int Round) : AgentEvent(At, Run);
