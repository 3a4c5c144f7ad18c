using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Protocol;
using Tributary.Server;
using Tributary.Storage;

namespace Tributary.Cli;

/// <summary>
/// A coordinator's folder with sites that were enrolled without asking: their events are written to the store, and their certificates
/// signed with the folder's authority.
/// </summary>
internal sealed class LoadFolder : IDisposable
{
    private const int EventsAtOnce = 2000;
    private const string Researcher = "researcher";

    private readonly DirectoryInfo _folder;
    private readonly X509Certificate2 _authority;

    private LoadFolder(DirectoryInfo folder)
    {
        _folder = folder;
        _authority = X509Certificate2.CreateFromPemFile(In("authority.pem"), In("authority.key"));
    }

    /// <summary>Where it is.</summary>
    public string Path => _folder.FullName;

    /// <summary>The bearer token of somebody who submits jobs.</summary>
    public string Token { get; private init; } = "";

    /// <summary>The agents, each with a certificate of its own.</summary>
    public IReadOnlyList<LoadIdentity> Agents { get; private set; } = [];

    /// <summary>Makes a folder.</summary>
    /// <param name="enrolled">How many sites are in the store.</param>
    /// <param name="agents">How many of them get a key and a certificate; the others share a key that nobody uses.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<LoadFolder> CreateAsync(int enrolled, int agents, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tributary-bench-");
        string token = InvitationToken.NewSecret();
        var settings = new ServerSettings
        {
            Listen = "127.0.0.1:0",
            Hosts = ["127.0.0.1", "localhost"],
            Limits = new ServerLimits { RequestBurst = 100_000, RequestsPerSecond = 100_000 }, // few simulated agents stand for many
            Pacing = new PacingSettings { PresenceSeconds = 600 },
        };
        await using var store = SqliteStore.Open(ServerFolder.StoreIn(folder.FullName));
        ServerStore parts = ServerStore.In(store);
        await ServerFolder.InitAsync(folder.FullName, settings, "admin", parts);
        var made = new LoadFolder(folder) { Token = token };
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        made.Agents = [.. Enumerable.Range(0, agents).AsParallel().AsOrdered().Select(number => made.Issue(NameOf(number), now))];
        using var shared = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string nobody = Convert.ToBase64String(shared.ExportSubjectPublicKeyInfo());
        var researcher = new PersonAdded(now, Researcher, Researcher, InvitationToken.Digest(token), "admin");
        long version = await parts.Service.AppendAsync(ServerStore.ServiceStream, 1, [researcher], cancellation);
        for (int from = 0; from < enrolled; from += EventsAtOnce)
        {
            ServiceEvent[] events = [.. Enumerable.Range(from, Math.Min(EventsAtOnce, enrolled - from)).Select(number => number < agents
                ? Enrolled(made.Agents[number], now)
                : new SiteEnrolled(
                    now, NameOf(number), "site", number.ToString("x32", CultureInfo.InvariantCulture), nobody, now.AddDays(90)))];
            version = await parts.Service.AppendAsync(ServerStore.ServiceStream, version, events, cancellation);
        }
        return made;
    }

    /// <summary>The name of a site.</summary>
    public static string NameOf(int number) => $"site-{number:00000}";

    public void Dispose()
    {
        foreach (LoadIdentity agent in Agents)
        {
            agent.Certificate.Dispose();
            agent.Key.Dispose();
        }
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Somebody who submits jobs, connected.</summary>
    public CoordinatorConnection Connect(Uri coordinator) =>
        new(new ConnectionOptions { Coordinator = coordinator, Authority = _authority, Token = Token });

    private static SiteEnrolled Enrolled(LoadIdentity agent, DateTimeOffset now) => new(
        now, agent.Site, "site", agent.Certificate.SerialNumber, Convert.ToBase64String(agent.Key.ExportSubjectPublicKeyInfo()),
        new DateTimeOffset(agent.Certificate.NotAfter));

    private LoadIdentity Issue(string site, DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={site}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x3f | 0x40);
        using X509Certificate2 issued = request.Create(_authority, now.AddMinutes(-5), now.AddDays(90), serial);
        X509Certificate2 certificate = issued.CopyWithPrivateKey(key);
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        trust.CustomTrustStore.Add(_authority);
        return new LoadIdentity(site, key, certificate, new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            CertificateChainPolicy = trust,
        });
    }

    private string In(string file) => System.IO.Path.Combine(Path, file);
}
