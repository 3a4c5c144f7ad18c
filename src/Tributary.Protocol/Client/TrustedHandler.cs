using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Tributary.Protocol;

/// <summary>The transport of a connection: TLS 1.3, the authority that was agreed on, and the client's certificate.</summary>
internal static class TrustedHandler
{
    public static SocketsHttpHandler Create(ConnectionOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = options.Coordinator is { IsLoopback: false },
            ConnectTimeout = TimeSpan.FromSeconds(20),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
            InitialHttp2StreamWindowSize = 65_535, // what is on its way and lost when a link breaks is at most this
        };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck, // the coordinator itself is what would answer
        };
        if (options.Certificate is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }
        if (options.Authority is not null || options.AuthorityFingerprint is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, server, chain, errors) =>
                (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 && IsOf(options, server as X509Certificate2, chain);
        return handler;
    }

    private static bool IsOf(ConnectionOptions options, X509Certificate2? server, X509Chain? sent)
    {
        if (server is null) return false;
        X509Certificate2? authority = options.Authority ?? Candidates(server, sent)
            .FirstOrDefault(candidate => InvitationToken.Fingerprint(candidate) == options.AuthorityFingerprint);
        if (authority is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(server);
    }

    /// <summary>What may be the authority: what the server's own certificate holds, and what was sent or is known to the machine.</summary>
    private static IEnumerable<X509Certificate2> Candidates(X509Certificate2 server, X509Chain? sent)
    {
        if (AuthorityExtension.Find(server) is { } inside) yield return inside;
        if (sent is null) yield break;
        foreach (X509ChainElement element in sent.ChainElements) yield return element.Certificate;
        foreach (X509Certificate2 other in sent.ChainPolicy.ExtraStore) yield return other;
    }
}
