using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>How a site gets its certificate, and the next one.</summary>
internal sealed class EnrolmentEndpoints(
    ServiceJournal journal, Authority authority, X509Certificate2 serverRoot, string checkpointKey, ServerSettings settings, ILogger logger)
{
    public IEnumerable<Operation> Operations =>
    [
        new("POST", Routes.Enrolments, Access.Anybody, "Turns an invitation into a site's first certificate; works once.", EnrolAsync)
        {
            Request = ProtocolJson.Default.EnrolmentRequest, Answer = ProtocolJson.Default.CertificateMessage,
        },
        new("POST", Routes.Certificates, Access.Sites, "Gives a site its next certificate.", RenewAsync)
        {
            Request = ProtocolJson.Default.CertificateRequestMessage, Answer = ProtocolJson.Default.CertificateMessage,
        },
    ];

    private async Task EnrolAsync(Call call)
    {
        EnrolmentRequest request = await call.ReadAsync(ProtocolJson.Default.EnrolmentRequest);
        string digest = InvitationToken.Digest(request.Secret);
        InvitedSite? invited = Find(journal.State, digest) ?? throw Refuse.Invitation();
        using X509Certificate2 certificate = Issue(invited.Site, request.CertificateRequest);
        string key = KeyOf(certificate), serial = certificate.SerialNumber;
        DateTimeOffset end = certificate.NotAfter;
        await journal.AppendAsync(state => Find(state, digest) switch
        {
            { UsedBy: null } => new SiteEnrolled(journal.Now, invited.Site, invited.Role, serial, key, end),
            // The answer was lost, and the same key asks again.
            { UsedBy: { } before } when before == key => new CertificateRenewed(journal.Now, invited.Site, serial, key, end),
            _ => throw Refuse.Invitation(), // somebody else was quicker
        }, CancellationToken.None);
        Log.Enrolled(logger, invited.Site, invited.Role);
        await AnswerAsync(call, invited.Site, invited.Role, certificate);
    }

    private async Task RenewAsync(Call call)
    {
        CertificateRequestMessage request = await call.ReadAsync(ProtocolJson.Default.CertificateRequestMessage);
        string site = call.Caller.Name;
        using X509Certificate2 certificate = Issue(site, request.CertificateRequest);
        ServiceState state = await journal.AppendAsync(
            state => state.Sites[site].Revoked is null
                ? new CertificateRenewed(
                    journal.Now, site, certificate.SerialNumber, KeyOf(certificate), new DateTimeOffset(certificate.NotAfter))
                : throw Refuse.Unknown(Caller.Unknown($"The access of '{site}' was revoked.")),
            CancellationToken.None);
        await AnswerAsync(call, site, state.Sites[site].Role, certificate);
    }

    /// <summary>The invitation with a secret, if it can still be used; every one is compared, so that the time tells nothing.</summary>
    private InvitedSite? Find(ServiceState state, string digest)
    {
        InvitedSite? found = null;
        byte[] given = Encoding.ASCII.GetBytes(digest);
        foreach (InvitedSite invited in state.Invited.Values)
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(invited.SecretDigest))) found = invited;
        return found?.Expires > journal.Now ? found : null;
    }

    private X509Certificate2 Issue(string site, string request)
    {
        try
        {
            return authority.Issue(site, request, journal.Now, TimeSpan.FromDays(settings.CertificateDays));
        }
        catch (CryptographicException e)
        {
            throw Refuse.Malformed(
                $"The certificate request cannot be used: {e.Message} Make one with a new ECDSA key over P-256, in PEM.");
        }
    }

    private Task AnswerAsync(Call call, string site, string role, X509Certificate2 certificate) => call.WriteAsync(
        new CertificateMessage(
            site, role, certificate.ExportCertificatePem(), serverRoot.ExportCertificatePem(),
            new DateTimeOffset(certificate.NotAfter), checkpointKey),
        ProtocolJson.Default.CertificateMessage);

    private static string KeyOf(X509Certificate2 certificate) =>
        Convert.ToBase64String(certificate.PublicKey.ExportSubjectPublicKeyInfo());
}
