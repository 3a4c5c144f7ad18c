using System.Text.Json.Serialization;

namespace Tributary.Protocol;

/// <summary>A site in a run.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Consent"><c>approved</c>, <c>declined</c> or null.</param>
/// <param name="Reason">Why it declined.</param>
/// <param name="State">In the open round: <c>invited</c>, <c>received</c>, <c>dropped</c>, <c>idle</c> or <c>absent</c>.</param>
/// <param name="LastSeen">When it last asked for work.</param>
public sealed record RunSiteMessage(
    string Site,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Consent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reason,
    string State,
    DateTimeOffset? LastSeen = null);
