using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tributary.Server;

/// <summary>
/// The local certificate authority: ECDSA over P-256. It says who a site is, and nobody outside of the federation trusts it.
/// </summary>
internal sealed class Authority(X509Certificate2 certificate) : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2", ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int Years = 10;

    // Clocks of sites differ; a certificate that is valid from now on only would be refused by those that are late.
    private static readonly TimeSpan _lateClocks = TimeSpan.FromMinutes(10);

    /// <summary>The certificate, with its key.</summary>
    public X509Certificate2 Certificate => certificate;

    /// <summary>A new authority.</summary>
    public static X509Certificate2 Create(string name, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name($"{name} authority"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - _lateClocks, now.AddYears(Years));
    }

    /// <summary>A certificate for a site.</summary>
    /// <param name="site">The name in it; what the request says is not read.</param>
    /// <param name="request">PKCS #10 in PEM.</param>
    /// <param name="now">From when on.</param>
    /// <param name="life">For how long; not beyond the authority's own end.</param>
    /// <exception cref="CryptographicException">The request cannot be read, or is not signed by the key in it.</exception>
    public X509Certificate2 Issue(string site, string request, DateTimeOffset now, TimeSpan life)
    {
        PublicKey key = ReadRequest(request);
        var issued = new CertificateRequest(Name(site), key, HashAlgorithmName.SHA256);
        return Sign(issued, ClientAuthentication, now, life);
    }

    /// <summary>A certificate for the coordinator itself.</summary>
    public X509Certificate2 IssueServer(IEnumerable<string> hosts, ECDsa key, DateTimeOffset now, TimeSpan life)
    {
        var request = new CertificateRequest(Name("coordinator"), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (string host in hosts)
        {
            if (IPAddress.TryParse(host, out IPAddress? address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        }
        request.CertificateExtensions.Add(names.Build());
        return Sign(request, ServerAuthentication, now, life);
    }

    /// <summary>Whether this authority issued a certificate; when it is valid is another question.</summary>
    public bool Issued(X509Certificate2 other)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        return chain.Build(other);
    }

    /// <summary>How certificates are checked: against this authority alone, without asking anybody on the network.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // the service's own log says who is revoked
            DisableCertificateDownloads = true, // whoever knocks must not make the coordinator fetch addresses
            VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
        };
        policy.CustomTrustStore.Add(Certificate);
        return policy;
    }

    public void Dispose() => certificate.Dispose();

    private X509Certificate2 Sign(CertificateRequest request, string usage, DateTimeOffset now, TimeSpan life)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40); // positive, and always as long
        DateTimeOffset end = now + life, last = new(Certificate.NotAfter);
        DateTimeOffset begin = now - _lateClocks, first = new(Certificate.NotBefore);
        return request.Create(Certificate, begin < first ? first : begin, end < last ? end : last, serial);
    }

    private static PublicKey ReadRequest(string pem)
    {
        PublicKey key;
        try
        {
            key = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256).PublicKey; // checks the signature
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException("It is not a certificate request in PEM.", e);
        }
        using ECDsa? curve = key.GetECDsaPublicKey();
        return curve?.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            ? key
            : throw new CryptographicException("Its key is not an ECDSA key over P-256.");
    }

    private static X500DistinguishedName Name(string name) => new($"CN={name}");
}
