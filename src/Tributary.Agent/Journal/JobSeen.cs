using Tributary.Core;

namespace Tributary.Agent;

/// <summary>A run was offered, and its job has been read.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Job">The job's name.</param>
/// <param name="JobText">The job as it was submitted; in the blob store.</param>
/// <param name="ModelFile">The file of the initial model.</param>
/// <param name="Number">The site's number in the run, from zero.</param>
public sealed record JobSeen(DateTimeOffset At, string Run, string Job, BlobId JobText, BlobId ModelFile, int Number) : AgentEvent(At, Run);
