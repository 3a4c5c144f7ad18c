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
        if (options.Authority is { } authority)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, server, sent, errors) =>
                (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 && server is X509Certificate2 whole
                    && IsOf(authority, whole, sent);
        return handler;
    }

    private static bool IsOf(X509Certificate2 authority, X509Certificate2 server, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore); // what lies between the two
        return chain.Build(server);
    }
}
