using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>A researcher submits a job.</summary>
/// <param name="Job">The job as it was written.</param>
/// <param name="Model">The file of the initial model, already uploaded.</param>
public sealed record SubmitJobRequest(string Job, BlobId Model);
