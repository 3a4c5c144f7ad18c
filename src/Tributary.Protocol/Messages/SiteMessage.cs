namespace Tributary.Protocol;

/// <summary>An enrolled site.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Role">Its role.</param>
/// <param name="State"><c>invited</c>, <c>enrolled</c> or <c>revoked</c>.</param>
/// <param name="CertificateExpires">When its certificate expires.</param>
/// <param name="LastSeen">When it last asked for work, since the coordinator was started.</param>
public sealed record SiteMessage(
    string Site,
    string Role,
    string State,
    DateTimeOffset? CertificateExpires = null,
    DateTimeOffset? LastSeen = null);
