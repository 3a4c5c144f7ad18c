namespace Tributary.Protocol;

/// <summary>An administrator lets a person in.</summary>
/// <param name="Name">The person.</param>
/// <param name="Role"><c>admin</c>, <c>researcher</c> or <c>auditor</c>.</param>
public sealed record PersonRequest(string Name, string Role);
