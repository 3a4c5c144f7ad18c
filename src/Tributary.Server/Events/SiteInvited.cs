namespace Tributary.Server;

/// <summary>An administrator invited a site; an invitation of the same site that was not used ends.</summary>
/// <param name="At">When.</param>
/// <param name="Site">The name it will have.</param>
/// <param name="Role">What it will be.</param>
/// <param name="SecretDigest">The SHA-256 digest of the invitation's secret.</param>
/// <param name="Expires">When the invitation ends.</param>
/// <param name="By">Who invited it.</param>
public sealed record SiteInvited(DateTimeOffset At, string Site, string Role, string SecretDigest, DateTimeOffset Expires, string By)
    : ServiceEvent(At);
