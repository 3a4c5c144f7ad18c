using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>How Kestrel listens: TLS 1.3, HTTP/2, and bounds for everything that anybody may send.</summary>
internal static class Listener
{
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(5);

    public static void Configure(KestrelServerOptions kestrel, ServerFolder folder, Authority authority, DateTimeOffset now)
    {
        ServerSettings settings = folder.Settings;
        Limit(kestrel.Limits, settings.Limits);
        kestrel.AddServerHeader = false;
        IPEndPoint at = Where(settings);
        if (settings.InsecureLoopback || settings.Proxy is not null)
        {
            // Without TLS nothing negotiates the version: proxies speak HTTP/1.1, our own clients HTTP/2.
            kestrel.Listen(at, options => options.Protocols = settings.Proxy is null ? HttpProtocols.Http2 : HttpProtocols.Http1);
            return;
        }
        (X509Certificate2 certificate, X509Certificate2Collection chain) = folder.OpenServerCertificate(authority, now);
        kestrel.Listen(at, options =>
        {
            options.Protocols = HttpProtocols.Http1AndHttp2;
            options.UseHttps(Tls(settings, authority, certificate, chain));
        });
    }

    private static HttpsConnectionAdapterOptions Tls(
        ServerSettings settings, Authority authority, X509Certificate2 certificate, X509Certificate2Collection chain) => new()
        {
            ServerCertificate = certificate,
            ServerCertificateChain = chain,
            SslProtocols = SslProtocols.Tls13,
            HandshakeTimeout = TimeSpan.FromSeconds(settings.Limits.HeaderSeconds),
            // Every certificate passes the handshake, and is judged at every request: a refusal is then an answer that says why.
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            ClientCertificateValidation = (_, _, _) => true,
            CheckCertificateRevocation = false,
            OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = authority.Policy(),
        };

    private static void Limit(KestrelServerLimits kestrel, ServerLimits limits)
    {
        kestrel.MaxConcurrentConnections = limits.Connections;
        kestrel.MaxRequestHeadersTotalSize = 32 << 10;
        kestrel.MaxRequestHeaderCount = 64;
        kestrel.MaxRequestBodySize = 64 << 10; // an operation that takes more says so
        kestrel.KeepAliveTimeout = _idle;
        kestrel.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeaderSeconds);
        kestrel.MinRequestBodyDataRate = new MinDataRate(limits.BodyBytesPerSecond, TimeSpan.FromSeconds(limits.SlowBodySeconds));
        kestrel.MinResponseDataRate = new MinDataRate(limits.BodyBytesPerSecond, TimeSpan.FromSeconds(limits.SlowBodySeconds));
        kestrel.Http2.MaxStreamsPerConnection = 32;
        kestrel.Http2.HeaderTableSize = 0; // kilobytes of every connection, and agents do not use it
        // What has arrived and was not yet read is lost with its connection: one window of it at most.
        kestrel.Http2.InitialStreamWindowSize = limits.WindowBytes;
        kestrel.Http2.InitialConnectionWindowSize = Math.Max(limits.WindowBytes, 128 << 10);
        kestrel.Http2.KeepAlivePingDelay = TimeSpan.FromMinutes(1);
        kestrel.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(30);
    }

    private static IPEndPoint Where(ServerSettings settings)
    {
        if (!IPEndPoint.TryParse(settings.Listen, out IPEndPoint? at))
            throw new ServerException(ProblemCodes.NoIdentity,
                $"The setting 'listen' is '{settings.Listen}', which is no address with a port. Give one such as 0.0.0.0:8443.");
        if ((settings.InsecureLoopback || settings.Proxy is not null) && !IPAddress.IsLoopback(at.Address))
            throw new ServerException(ProblemCodes.Unencrypted,
                $"The coordinator would serve without encryption at {at}, where everything could be read and changed on the way. " +
                "Listen at 127.0.0.1, or use https.");
        return at;
    }
}
