using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Ledger;
using Tributary.Protocol;

namespace Tributary.Agent.Tests;

/// <summary>A coordinator's authority, as far as sites see it.</summary>
internal sealed class TestAuthority
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256), _ledger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
    }

    public X509Certificate2 Certificate { get; }

    public string CheckpointKey => NoteVerifier.Of("coordinator", _ledger).ToString();

    public DateTimeOffset NotBefore { get; init; } = TimeProvider.System.GetUtcNow().AddHours(-1);

    public DateTimeOffset NotAfter { get; init; } = TimeProvider.System.GetUtcNow().AddDays(90);

    public InvitationToken Invite(string site) =>
        new(new Uri("https://coordinator.example"), InvitationToken.NameOf(Certificate), site, InvitationToken.NewSecret());

    public CertificateMessage Certify(string site, string certificateRequest, string role = "site")
    {
        var asked = CertificateRequest.LoadSigningRequestPem(certificateRequest, HashAlgorithmName.SHA256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={site}"), asked.PublicKey, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), NotBefore, NotAfter, RandomNumberGenerator.GetBytes(8));
        return new CertificateMessage(
            site, role, certificate.ExportCertificatePem(), Certificate.ExportCertificatePem(), NotAfter, CheckpointKey);
    }

    public NoteSigner SignerOf(string run) => new($"coordinator/{run}", _ledger);

    /// <summary>The folders of those who enrolled.</summary>
    public Dictionary<string, SiteFolder> Enrolled { get; } = new(StringComparer.Ordinal);

    public async Task<SiteFolder> EnrolAsync(string site, string path, string role = "site") =>
        Enrolled[site] = await new Enrolment(path).EnrolAsync(
            Invite(site), (request, _) => Task.FromResult(Certify(site, request.CertificateRequest, role)), CancellationToken.None);
}
