using System.Collections.Immutable;

namespace Tributary.Server;

/// <summary>A site that has, or had, access.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Role">Its role.</param>
/// <param name="Certificates">Its certificates by serial number: the last one, and the one before it.</param>
/// <param name="PublicKey">The key of the last one.</param>
/// <param name="PreviousKey">The key before, with which something on its way may be signed; or null.</param>
/// <param name="NotAfter">When the last one expires.</param>
/// <param name="Revoked">Why access ended, or null where it has not.</param>
internal sealed record EnrolledSite(
    string Site, string Role, ImmutableArray<string> Certificates, string PublicKey, string? PreviousKey, DateTimeOffset NotAfter,
    string? Revoked);
