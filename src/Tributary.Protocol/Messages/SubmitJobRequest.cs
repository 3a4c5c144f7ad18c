using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>A researcher submits a job.</summary>
/// <param name="Job">The job as it was written.</param>
/// <param name="Model">The file of the initial model, already uploaded by the same researcher.</param>
/// <param name="Key">
/// Any text, the same where the same submission is tried again: then it is the same run. Another run every time where there is none.
/// </param>
public sealed record SubmitJobRequest(string Job, BlobId Model, string? Key = null);
