namespace Tributary.Server;

/// <summary>A person who has access.</summary>
internal sealed record Person(string Name, string Role, string TokenDigest);
