namespace Tributary.Server;

/// <summary>A site used its invitation.</summary>
/// <param name="At">When.</param>
/// <param name="Site">The site.</param>
/// <param name="Role">Its role.</param>
/// <param name="Serial">The serial number of its certificate, hexadecimal.</param>
/// <param name="PublicKey">The key in it: SubjectPublicKeyInfo, base64.</param>
/// <param name="NotAfter">When the certificate expires.</param>
public sealed record SiteEnrolled(DateTimeOffset At, string Site, string Role, string Serial, string PublicKey, DateTimeOffset NotAfter)
    : ServiceEvent(At);
