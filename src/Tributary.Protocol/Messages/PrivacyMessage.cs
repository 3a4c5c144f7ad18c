using System.Text.Json.Serialization;

namespace Tributary.Protocol;

/// <summary>What a run promises those whose data it learns from, and how much of it is spent.</summary>
/// <param name="Epsilon">Spent by the rounds that were opened; null where it is not bounded.</param>
/// <param name="Delta">The probability with which the promise may fail.</param>
/// <param name="Budget">The most that the job allows; null for any.</param>
/// <param name="Promise">The promise in words, a line each: neighbours, against whom, how clients take part, warnings.</param>
public sealed record PrivacyMessage(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Epsilon,
    double Delta,
    double? Budget,
    IReadOnlyList<string> Promise);
