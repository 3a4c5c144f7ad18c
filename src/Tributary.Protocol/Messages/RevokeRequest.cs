namespace Tributary.Protocol;

/// <summary>Ends a site's access.</summary>
/// <param name="Reason">Why.</param>
public sealed record RevokeRequest(string Reason);
