using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>The aggregate of a round became a new model.</summary>
/// <param name="At">When.</param>
/// <param name="Round">The round.</param>
/// <param name="Version">The model.</param>
/// <param name="Metrics">Weighted averages over the round's clients, by name.</param>
/// <param name="Stages">What the stages leave for the rounds to come, where they leave anything.</param>
/// <param name="Documents">What stages publish for whoever wants to check the round, by stage, where they publish anything.</param>
public sealed record ModelPublished(
    DateTimeOffset At,
    RoundId Round,
    ModelVersion Version,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, double>? Stages = null,
    IReadOnlyDictionary<string, BlobId>? Documents = null)
    : RunEvent(At);
