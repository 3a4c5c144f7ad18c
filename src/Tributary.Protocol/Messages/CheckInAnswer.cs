using System.Text.Json.Serialization;

namespace Tributary.Protocol;

/// <summary>The answer to a check-in: work, or when to ask again.</summary>
/// <param name="Invitation">The work.</param>
/// <param name="Retry">When to ask again, where there is none.</param>
public sealed record CheckInAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] InvitationMessage? Invitation, RetryWindow Retry);
