using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Storage;
using Tributary.Tests;

namespace Tributary.Server.Tests;

/// <summary>A coordinator on a free port of this machine, with an administrator and a researcher.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder? _folder;
    private readonly SqliteStore? _file;
    private readonly List<IDisposable> _owned = [];
    private CoordinatorServer? _server;

    private TestServer(ServerStore store, TimeProvider clock, string? path = null, SqliteStore? file = null)
    {
        Store = store;
        Clock = clock;
        if (path is null) _folder = new TemporaryFolder();
        Path = path ?? _folder!.Path;
        _file = file;
    }

    public ServerStore Store { get; }

    public TimeProvider Clock { get; }

    public string Path { get; }

    public Uri Address => _server!.Address;

    public string AdminToken { get; private set; } = "";

    public string ResearcherToken { get; private set; } = "";

    public X509Certificate2 Authority { get; private set; } = null!;

    public CoordinatorConnection Admin { get; private set; } = null!;

    public CoordinatorConnection Researcher { get; private set; } = null!;

    public static ServerSettings Settings { get; } = new()
    {
        Listen = "127.0.0.1:0",
        Hosts = ["127.0.0.1", "localhost"],
        Threads = 1,
        Pacing = new PacingSettings { GatherSeconds = 0, HoldSeconds = 20 },
        Limits = new ServerLimits { AnonymousRequestBurst = 1000, RequestBurst = 5000 },
    };

    public static async Task<TestServer> StartAsync(ServerSettings? settings = null, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        var server = new TestServer(ServerStore.InMemory(clock), clock);
        server.AdminToken = await ServerFolder.InitAsync(server.Path, settings ?? Settings, "ada", server.Store, clock);
        return await server.BeginAsync(settings);
    }

    /// <summary>A coordinator in a folder that has been made, with its store in a file there.</summary>
    public static async Task<TestServer> InAsync(string path)
    {
        SqliteStore file = ServerFolder.Open(path).OpenStore();
        var server = new TestServer(ServerStore.In(file), TimeProvider.System, path, file) { AdminToken = PersonToken.New() };
        await server.Store.Service.AppendAsync(
            "service", 1, [new PersonAdded(TimeProvider.System.GetUtcNow(), "ben", "admin", InvitationToken.Digest(server.AdminToken), "ada")]);
        return await server.BeginAsync(null);
    }

    private async Task<TestServer> BeginAsync(ServerSettings? settings)
    {
        TestServer server = this;
        server.Authority = X509CertificateLoader.LoadCertificateFromFile(System.IO.Path.Combine(server.Path, "authority.pem"));
        await server.OpenAsync(settings);
        server.Admin = server.Connect(token: server.AdminToken);
        server.ResearcherToken = await server.AddPersonAsync("rosa", "researcher");
        server.Researcher = server.Connect(token: server.ResearcherToken);
        return server;
    }

    /// <summary>Stops the coordinator as an operator would.</summary>
    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>Starts it again with what it had kept; on the same port, so that nobody has to be told.</summary>
    public async Task RestartAsync()
    {
        Uri before = Address;
        await StopAsync();
        await OpenAsync(Settings with { Listen = $"127.0.0.1:{before.Port}" });
    }

    /// <summary>Starts it again in another way.</summary>
    public Task StartAgainAsync(ServerSettings settings) => OpenAsync(settings);

    public CoordinatorConnection Connect(
        X509Certificate2? certificate = null, string? token = null, Uri? address = null, ProtocolVersion? version = null, int attempts = 8)
    {
        var connection = new CoordinatorConnection(new ConnectionOptions
        {
            Coordinator = address ?? Address,
            Authority = Authority,
            Certificate = certificate,
            Token = token,
            Version = version ?? ProtocolVersion.Current,
            Attempts = attempts,
        });
        _owned.Add(connection);
        return connection;
    }

    /// <summary>A client that does not know the protocol.</summary>
    public HttpClient Raw(X509Certificate2? certificate = null, string? token = null, Version? version = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { Authority },
        };
        if (certificate is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        var client = new HttpClient(handler)
        {
            BaseAddress = Address,
            DefaultRequestVersion = version ?? HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        _owned.Add(client);
        return client;
    }

    public async Task<InvitationToken> InviteAsync(string site, string role = "site", double hours = 1)
    {
        InvitationAnswer answer = await Admin.PostAsync(
            Routes.Invitations, new InvitationRequest(site, role, hours), ProtocolJson.Default.InvitationRequest, ProtocolJson.Default.InvitationAnswer);
        Assert.True(InvitationToken.TryParse(answer.Token, out InvitationToken? token));
        return token;
    }

    public async Task<string> AddPersonAsync(string name, string role) => (await Admin.PostAsync(
        Routes.People, new PersonRequest(name, role), ProtocolJson.Default.PersonRequest, ProtocolJson.Default.PersonAnswer)).Token;

    public static string Request(ECDsa key, string subject = "CN=whatever") =>
        new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    public async Task<TestSite> EnrolAsync(string site, string role = "site")
    {
        InvitationToken token = await InviteAsync(site, role);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateMessage answer = await Connect().PostAsync(
            Routes.Enrolments, new EnrolmentRequest(token.Secret, Request(key)),
            ProtocolJson.Default.EnrolmentRequest, ProtocolJson.Default.CertificateMessage);
        return new TestSite(this, answer, key);
    }

    /// <summary>Uploads a model and submits a job.</summary>
    public async Task<string> SubmitAsync(string job, ReadOnlyMemory<byte>? model = null)
    {
        ReadOnlyMemory<byte> file = model ?? Line.ModelFile();
        var blob = BlobId.Of(file.Span);
        await new BlobTransfer(Researcher).UploadAsync(Routes.Upload(blob), file);
        SubmitJobAnswer answer = await Researcher.PostAsync(
            Routes.Jobs, new SubmitJobRequest(job, blob), ProtocolJson.Default.SubmitJobRequest, ProtocolJson.Default.SubmitJobAnswer);
        return answer.Run;
    }

    public async Task<RunMessage> StatusAsync(string run) => await Researcher.GetAsync(Routes.Run(run), ProtocolJson.Default.RunMessage);

    /// <summary>Follows a run until an event is as wished for.</summary>
    public async Task<RunEvent> UntilAsync(string run, Func<RunEvent, bool> wanted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.Events(run));
        request.Headers.Accept.ParseAdd("text/event-stream");
        using HttpResponseMessage response = await Researcher.OpenAsync(request);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)
                && System.Text.Json.JsonSerializer.Deserialize(line[6..], CoreJson.Default.RunEvent) is { } e && wanted(e)) return e;
        throw new InvalidOperationException("The run ended before that.");
    }

    public async Task<List<RunEvent>> EventsAsync(string run) => await Store.Runs.ReadAsync(run).ToListAsync();

    public async Task<List<ServiceEvent>> ServiceEventsAsync() => await Store.Service.ReadAsync("service").ToListAsync();

    public void Own(IDisposable owned) => _owned.Add(owned);

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable owned in _owned) owned.Dispose();
        await StopAsync();
        Authority.Dispose();
        if (_file is not null) await _file.DisposeAsync();
        _folder?.Dispose();
    }

    private async Task OpenAsync(ServerSettings? settings)
    {
        ServerFolder folder = ServerFolder.Open(Path);
        _server = await CoordinatorServer.StartAsync(folder.With(settings ?? Settings), Store, Clock);
    }
}
