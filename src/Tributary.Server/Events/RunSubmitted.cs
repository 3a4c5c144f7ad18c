using Tributary.Core;

namespace Tributary.Server;

/// <summary>A researcher submitted a job; what happens in its run is in the run's own log.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Job">The job's name.</param>
/// <param name="JobText">The job as it was written.</param>
/// <param name="Model">The file of the initial model.</param>
/// <param name="Sites">The sites that take part, in the order of their numbers.</param>
/// <param name="By">Who submitted it.</param>
public sealed record RunSubmitted(
    DateTimeOffset At, string Run, string Job, BlobId JobText, BlobId Model, IReadOnlyList<string> Sites, string By) : ServiceEvent(At);
