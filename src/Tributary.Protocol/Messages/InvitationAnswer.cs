namespace Tributary.Protocol;

/// <summary>An invitation.</summary>
/// <param name="Token">To be given to the site and to nobody else; can be used once.</param>
/// <param name="Expires">When it ends.</param>
public sealed record InvitationAnswer(string Token, DateTimeOffset Expires);
