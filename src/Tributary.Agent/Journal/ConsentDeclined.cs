using Tributary.Core;

namespace Tributary.Agent;

/// <summary>The site does not take part.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="JobText">The job that was declined.</param>
/// <param name="By">Who decided: <c>policy</c> or a person.</param>
/// <param name="Reason">Why, in whole sentences.</param>
public sealed record ConsentDeclined(DateTimeOffset At, string Run, BlobId JobText, string By, string Reason) : AgentEvent(At, Run);
