using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>Too much of anything.</summary>
public sealed class LimitTests
{
    private static async Task<SslStream> OpenAsync(TestServer server, SslProtocols protocols = SslProtocols.Tls13)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            EnabledSslProtocols = protocols,
            CertificateChainPolicy = new()
            {
                TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
                RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
                CustomTrustStore = { server.Authority },
            },
        });
        return tls;
    }

    private static async Task<string> ReadAllAsync(SslStream tls)
    {
        using var reader = new StreamReader(tls);
        return await reader.ReadToEndAsync();
    }

    [Theory]
    [InlineData("POST /v1/enrolments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{", "408")]
    [InlineData("GET /v1/service HTTP/1.1\r\nHost: a\r\nX-Slow: ", "408")]
    public async Task Whoever_sends_too_slowly_is_cut_off_and_others_are_not(string begun, string status)
    {
        await using TestServer server = await TestServer.StartAsync(TestServer.Settings with
        {
            Limits = TestServer.Settings.Limits with { HeaderSeconds = 1, SlowBodySeconds = 1.5 },
        });
        SslStream[] slow = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenAsync(server)));
        foreach (SslStream tls in slow) await tls.WriteAsync(Encoding.ASCII.GetBytes(begun));
        Assert.Equal("coordinator", (await server.Connect().GetAsync(Routes.Service, ProtocolJson.Default.ServiceMessage)).Name);
        foreach (SslStream tls in slow)
            await using (tls) Assert.StartsWith($"HTTP/1.1 {status}", await ReadAllAsync(tls), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_idle_connections_keep_nobody_out()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        var idle = new List<SslStream>();
        for (int i = 0; i < 10; i++) idle.AddRange(await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => OpenAsync(server))));
        string job = Line.Job(), run = await server.SubmitAsync(job);
        await site.ConsentAsync(run);
        await site.TakePartAsync(run, job, Line.Trainers[0], 0);
        Assert.Equal("completed", (await server.StatusAsync(run)).State);
        foreach (SslStream tls in idle) await tls.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_asks_too_often_waits_and_others_do_not()
    {
        await using TestServer server = await TestServer.StartAsync(TestServer.Settings with
        {
            Limits = TestServer.Settings.Limits with { RequestBurst = 20, RequestsPerSecond = 1 },
        });
        TestSite loud = await server.EnrolAsync("loud"), quiet = await server.EnrolAsync("quiet");
        HttpClient client = server.Raw(loud.Certificate);
        HttpResponseMessage? refused = null;
        for (int i = 0; i < 400 && refused is null; i++)
        {
            HttpResponseMessage response = await client.GetAsync(Routes.Offers);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) refused = response;
        }
        Assert.Equal(ProblemCodes.TooManyRequests, (await Refused.ReadAsync(refused!)).Code);
        Assert.True(refused!.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        await quiet.Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage);
    }

    [Fact]
    public async Task Strangers_from_one_address_wait_and_sites_from_there_do_not()
    {
        await using TestServer server = await TestServer.StartAsync(TestServer.Settings with
        {
            Limits = TestServer.Settings.Limits with { AnonymousRequestBurst = 20, AnonymousRequestsPerSecond = 1 },
        });
        TestSite site = await server.EnrolAsync("berlin");
        HttpClient stranger = server.Raw(token: "guessed");
        HttpStatusCode last = HttpStatusCode.Unauthorized;
        for (int i = 0; i < 400 && last == HttpStatusCode.Unauthorized; i++) last = (await stranger.GetAsync(Routes.Runs)).StatusCode;
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        await site.Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage);
    }

    [Fact]
    public async Task More_uploads_than_there_is_room_for_are_told_to_come_again()
    {
        await using TestServer server = await TestServer.StartAsync(TestServer.Settings with { Limits = TestServer.Settings.Limits with { Uploads = 1 } });
        byte[] first = Line.ModelFile(1, 2);
        HttpClient client = server.Raw(token: server.ResearcherToken);
        var gate = new TaskCompletionSource();
        Task<HttpResponseMessage> slow = SendSlowlyAsync();
        HttpResponseMessage refused;
        int number = 0;
        do // until the first one has its place
        {
            if (slow.IsCompleted) slow = SendSlowlyAsync(); // another one had the place when it came
            byte[] other = Line.ModelFile(3, number++);
            refused = await client.SendAsync(Patch(other, new ByteArrayContent(other)));
        }
        while (refused.StatusCode == HttpStatusCode.NoContent);
        gate.SetResult();
        Assert.Equal((503, ProblemCodes.NotAvailableNow), ((int)refused.StatusCode, (await Refused.ReadAsync(refused)).Code));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.NoContent, (await slow).StatusCode);

        Task<HttpResponseMessage> SendSlowlyAsync() =>
            server.Raw(token: server.ResearcherToken).SendAsync(Patch(first, new HeldContent(first, gate.Task)));
    }

    private static HttpRequestMessage Patch(byte[] body, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, Routes.Upload(BlobId.Of(body))) { Version = HttpVersion.Version20, Content = content };
        content.Headers.ContentType = new("application/offset+octet-stream");
        request.Headers.Add(UploadHeaders.Offset, "0");
        request.Headers.Add(UploadHeaders.Length, $"{body.Length}");
        return request;
    }

    [Fact]
    public async Task A_message_larger_than_any_is_not_read()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.Raw().PostAsync(
            Routes.Enrolments, new StringContent(new string(' ', 100_000), null, "application/json"));
        Assert.Equal((413, ProblemCodes.TooLarge), ((int)response.StatusCode, (await Refused.ReadAsync(response)).Code));
    }

    [Fact]
    public async Task Older_tls_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
#pragma warning disable CA5398 // the version is what is tested
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(server, SslProtocols.Tls12));
#pragma warning restore CA5398
    }

    [Fact]
    public async Task Plain_http_is_for_this_machine()
    {
        using var folder = new global::Tributary.Tests.TemporaryFolder();
        ServerStore store = ServerStore.InMemory();
        await ServerFolder.InitAsync(folder.Path, TestServer.Settings, "ada", store);
        ServerException refusal = await Assert.ThrowsAsync<ServerException>(() => CoordinatorServer.StartAsync(
            ServerFolder.Open(folder.Path).With(TestServer.Settings with { InsecureLoopback = true, Listen = "0.0.0.0:0" }), store));
        Assert.Equal(ProblemCodes.Unencrypted, refusal.Code);
    }
}
