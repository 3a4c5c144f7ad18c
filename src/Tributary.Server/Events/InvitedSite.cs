namespace Tributary.Server;

/// <summary>An invitation.</summary>
/// <param name="Site">Whom it names.</param>
/// <param name="Role">What the site may do.</param>
/// <param name="SecretDigest">The digest of its secret.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="UsedBy">
/// The public key that used it, or null: nobody else can, and whoever did may ask again for an answer that was lost.
/// </param>
internal sealed record InvitedSite(string Site, string Role, string SecretDigest, DateTimeOffset Expires, string? UsedBy = null);
