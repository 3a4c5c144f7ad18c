using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>Makes and keeps a site's identity: a key that never leaves the folder, and certificates for it.</summary>
/// <remarks>
/// A new certificate is for the old key: the coordinator knows a site by it, and what the site has signed stays checkable. A site whose key
/// may be known to others enrols again, with a new one.
/// </remarks>
/// <param name="path">The site's folder.</param>
internal sealed class Enrolment(string path)
{
    private string At(string file) => Path.Combine(path, file);

    /// <summary>Makes a new identity.</summary>
    public async Task<SiteFolder> EnrolAsync(
        InvitationToken token, Func<EnrolmentRequest, CancellationToken, Task<CertificateMessage>> ask, CancellationToken cancellation)
    {
        if (File.Exists(At(SiteFolder.IdentityFile))) // written last: without it an enrolment was interrupted
            throw new SiteException(ProblemCodes.NoIdentity, "$",
                $"The folder '{Path.GetFullPath(path)}' holds a site's identity, and a second would replace it. " +
                "Start the site that is there, or name another folder.");
        using ECDsa key = MakeKey(token.Site);
        CertificateMessage answer = await ask(new EnrolmentRequest(token.Secret, Request(key, token.Site)), cancellation);
        string named;
        using (X509Certificate2 authority = Parse(answer.Authority)) named = InvitationToken.NameOf(authority);
        if (named != token.Authority || answer.Site != token.Site)
            throw Distrust("names another authority or another site than the invitation");
        Keep(answer, key);
        if (!File.Exists(At(SiteFolder.ConfigurationFile)))
            FolderFile.Write(At(SiteFolder.ConfigurationFile), SiteConfigurationReader.Template);
        var identity = new SiteIdentity(answer.Site, answer.Role, token.Coordinator, answer.CheckpointKey);
        FolderFile.Write(At(SiteFolder.IdentityFile), JsonSerializer.SerializeToUtf8Bytes(identity, AgentJson.Default.SiteIdentity));
        return SiteFolder.Open(path);
    }

    /// <summary>Gets a new certificate for the same key where a third of the old one's life or less is left.</summary>
    /// <returns>Whether there is a new one.</returns>
    public async Task<bool> RenewAsync(
        SiteFolder folder, DateTimeOffset now, Func<CertificateRequestMessage, CancellationToken, Task<CertificateMessage>> ask,
        CancellationToken cancellation)
    {
        using (X509Certificate2 old = folder.LoadCertificate())
        {
            DateTimeOffset end = old.NotAfter, begin = old.NotBefore;
            if (now < end - ((end - begin) / 3)) return false;
        }
        using ECDsa key = folder.LoadKey();
        CertificateMessage answer = await ask(new CertificateRequestMessage(Request(key, folder.Identity.Site)), cancellation);
        using X509Certificate2 authority = Parse(File.ReadAllText(At(SiteFolder.AuthorityFile))), sent = Parse(answer.Authority);
        if (answer.Site != folder.Identity.Site || !sent.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span))
            throw Distrust("names another authority or another site than the certificate before");
        Keep(answer, key);
        return true;
    }

    /// <summary>The key of an enrolment that was interrupted, or a new one: kept before anybody is told of it.</summary>
    private ECDsa MakeKey(string site)
    {
        FolderFile.CreateFolder(path);
        if (File.Exists(At(SiteFolder.KeyFile)))
        {
            var begun = ECDsa.Create();
            begun.ImportFromPem(File.ReadAllText(At(SiteFolder.KeyFile)));
            return begun;
        }
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        FolderFile.Write(At(SiteFolder.KeyFile), key.ExportPkcs8PrivateKeyPem() + "\n");
        return key;
    }

    private static string Request(ECDsa key, string site) =>
        new CertificateRequest($"CN={site}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    private void Keep(CertificateMessage answer, ECDsa key)
    {
        using X509Certificate2 certificate = Parse(answer.Certificate), authority = Parse(answer.Authority);
        using ECDsa? certified = certificate.GetECDsaPublicKey();
        if (certified?.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()) != true)
            throw Distrust("certifies another key than this site's");
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (!chain.Build(certificate))
            throw Distrust("is not a certificate of its authority that is valid now (check this machine's clock)");
        FolderFile.Write(At(SiteFolder.AuthorityFile), answer.Authority);
        FolderFile.Write(At(SiteFolder.CertificateFile), answer.Certificate);
    }

    private static X509Certificate2 Parse(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw Distrust("has a certificate that cannot be read");
        }
    }

    private static SiteException Distrust(string what) => new(ProblemCodes.NoIdentity, "$",
        $"The coordinator's answer {what}, so it may not be the coordinator. Nothing of it was kept. Ask its administrator.");
}
