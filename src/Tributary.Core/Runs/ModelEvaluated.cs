using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Somebody with test data measured the model that a round published; stopping rules read this.</summary>
public sealed record ModelEvaluated(
    DateTimeOffset At,
    int Round,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyDictionary<string, double> Metrics)
    : RunEvent(At);
