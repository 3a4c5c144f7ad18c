namespace Tributary.Protocol;

/// <summary>People who have access.</summary>
/// <param name="People">By name.</param>
public sealed record PeopleMessage(IReadOnlyList<PersonMessage> People);
