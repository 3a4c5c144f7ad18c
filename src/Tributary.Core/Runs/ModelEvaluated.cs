using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Somebody with test data measured the model that a round published; stopping rules read this.</summary>
/// <param name="At">When.</param>
/// <param name="Round">The round that published the model.</param>
/// <param name="Metrics">What was measured, by name.</param>
/// <param name="By">The evaluator, or null where the coordinator's own process measured.</param>
public sealed record ModelEvaluated(
    DateTimeOffset At,
    int Round,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyDictionary<string, double> Metrics,
    string? By = null)
    : RunEvent(At);
