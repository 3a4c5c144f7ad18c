using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>The aggregate of a round became a new model; the metrics are weighted averages over its clients.</summary>
public sealed record ModelPublished(
    DateTimeOffset At,
    RoundId Round,
    ModelVersion Version,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyDictionary<string, double> Metrics)
    : RunEvent(At);
