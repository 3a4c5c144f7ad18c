using Tributary.Core;

namespace Tributary.Agent;

/// <summary>What a person decided about a job.</summary>
/// <param name="Run">The run.</param>
/// <param name="JobText">The job that was read.</param>
/// <param name="Approved">Whether the site takes part.</param>
/// <param name="By">The person.</param>
/// <param name="Reason">Why not.</param>
public sealed record Decision(string Run, BlobId JobText, bool Approved, string By, string? Reason = null);
