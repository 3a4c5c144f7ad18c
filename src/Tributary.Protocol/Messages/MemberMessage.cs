namespace Tributary.Protocol;

/// <summary>A site's key in a run, to which others seal what only it may read, and that it is the site's own.</summary>
/// <param name="Site">The site.</param>
/// <param name="Key">An uncompressed point on P-256, base64.</param>
/// <param name="Certificate">The site's certificate, DER in base64.</param>
/// <param name="Signature">By the key of the certificate, over <see cref="MemberStatement"/>, base64.</param>
public sealed record MemberMessage(string Site, string Key, string Certificate, string Signature);
