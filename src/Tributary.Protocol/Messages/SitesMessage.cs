namespace Tributary.Protocol;

/// <summary>Enrolled sites.</summary>
/// <param name="Sites">By name.</param>
public sealed record SitesMessage(IReadOnlyList<SiteMessage> Sites);
