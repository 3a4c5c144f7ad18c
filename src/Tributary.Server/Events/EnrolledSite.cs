using System.Collections.Immutable;

namespace Tributary.Server;

/// <summary>A site that has, or had, access.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Role">Its role.</param>
/// <param name="Keys">Its last certificates, the newest last.</param>
/// <param name="NotAfter">When the newest expires.</param>
/// <param name="Revoked">Why access ended, or null where it has not.</param>
internal sealed record EnrolledSite(string Site, string Role, ImmutableArray<SiteKey> Keys, DateTimeOffset NotAfter, string? Revoked)
{
    // An answer may go astray and the site ask again: then it has one of the certificates before, and nobody knows which.
    private const int MostKeys = 4;

    /// <summary>The site with one more certificate.</summary>
    public EnrolledSite With(SiteKey key, DateTimeOffset notAfter) => this with
    {
        Keys = [.. Keys.TakeLast(MostKeys - 1), key],
        NotAfter = notAfter,
    };

    /// <summary>How new a certificate is, from zero, or minus one for one that does not count any more.</summary>
    public int IndexOf(string serial) =>
        Keys.Index().Where(item => item.Item.Serial == serial).Select(item => item.Index).FirstOrDefault(-1);
}
