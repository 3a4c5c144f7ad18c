using Tributary.Core;

namespace Tributary.Agent;

/// <summary>The site takes part.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="JobText">The job that was agreed to.</param>
/// <param name="By">Who decided: <c>policy</c> or a person.</param>
public sealed record ConsentGiven(DateTimeOffset At, string Run, BlobId JobText, string By) : AgentEvent(At, Run);
