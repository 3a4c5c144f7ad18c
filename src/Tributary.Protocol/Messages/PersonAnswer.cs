namespace Tributary.Protocol;

/// <summary>A person's access.</summary>
/// <param name="Name">The person.</param>
/// <param name="Role">The role.</param>
/// <param name="Token">The bearer token; it is shown once and kept as a digest.</param>
public sealed record PersonAnswer(string Name, string Role, string Token);
