namespace Tributary.Server;

/// <summary>A site has a new certificate; the one before counts until the new one has been used.</summary>
/// <param name="At">When.</param>
/// <param name="Site">The site.</param>
/// <param name="Serial">The serial number of the new certificate, hexadecimal.</param>
/// <param name="PublicKey">The key in it: SubjectPublicKeyInfo, base64.</param>
/// <param name="NotAfter">When it expires.</param>
public sealed record CertificateRenewed(DateTimeOffset At, string Site, string Serial, string PublicKey, DateTimeOffset NotAfter)
    : ServiceEvent(At);
