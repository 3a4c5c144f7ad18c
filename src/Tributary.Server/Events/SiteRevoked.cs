namespace Tributary.Server;

/// <summary>A site's access ended, and so did its invitations.</summary>
/// <param name="At">When.</param>
/// <param name="Site">The site.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who ended it.</param>
public sealed record SiteRevoked(DateTimeOffset At, string Site, string Reason, string By) : ServiceEvent(At);
