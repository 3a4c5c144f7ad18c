namespace Tributary.Protocol;

/// <summary>A person who has access.</summary>
/// <param name="Name">The person.</param>
/// <param name="Role">The role.</param>
public sealed record PersonMessage(string Name, string Role);
