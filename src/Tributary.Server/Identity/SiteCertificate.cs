using System.Security.Cryptography.X509Certificates;

namespace Tributary.Server;

/// <summary>What a certificate says that was shown, read once for a connection.</summary>
internal sealed record SiteCertificate(bool IsOurs, string Site, string Serial, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    public static SiteCertificate Read(X509Certificate2 certificate, Authority authority) => new(
        authority.Issued(certificate),
        certificate.GetNameInfo(X509NameType.SimpleName, false),
        certificate.SerialNumber,
        new DateTimeOffset(certificate.NotBefore),
        new DateTimeOffset(certificate.NotAfter));
}
