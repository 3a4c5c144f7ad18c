namespace Tributary.Server;

/// <summary>An invitation that can still be used.</summary>
internal sealed record InvitedSite(string Site, string Role, string SecretDigest, DateTimeOffset Expires);
