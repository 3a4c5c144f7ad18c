using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>How far a run has come.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">The job's name.</param>
/// <param name="SubmittedBy">Who submitted it.</param>
/// <param name="SubmittedAt">When.</param>
/// <param name="State"><c>waiting</c> (for its cohort), <c>training</c>, or the outcome.</param>
/// <param name="Reason">Why it ended, or what it waits for.</param>
/// <param name="Round">The last round opened.</param>
/// <param name="Rounds">The rounds of training asked for.</param>
/// <param name="ModelVersion">The published model's number.</param>
/// <param name="Model">The published model.</param>
/// <param name="Sites">Its sites.</param>
/// <param name="Metrics">The metrics of the last published round.</param>
/// <param name="Evaluation">What evaluators measured last; null where none has.</param>
/// <param name="Privacy">What it promises those whose data it learns from; null where it promises nothing.</param>
public sealed record RunMessage(
    string Run,
    string Job,
    string SubmittedBy,
    DateTimeOffset SubmittedAt,
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reason,
    int Round,
    int Rounds,
    int ModelVersion,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] BlobId? Model,
    IReadOnlyList<RunSiteMessage> Sites,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, double>? Evaluation = null,
    PrivacyMessage? Privacy = null);
