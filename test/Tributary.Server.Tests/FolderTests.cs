using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tests;

namespace Tributary.Server.Tests;

/// <summary>The folder of a coordinator and what it holds.</summary>
public sealed class FolderTests
{
    [Fact]
    public async Task A_folder_is_made_once_and_its_keys_are_the_owners_alone()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "coordinator"), token = await ServerFolder.InitAsync(path, TestServer.Settings, "ada");
        Assert.StartsWith("trbp_", token, StringComparison.Ordinal);
        ServerException refusal = await Assert.ThrowsAsync<ServerException>(() => ServerFolder.InitAsync(path, TestServer.Settings, "ada"));
        Assert.Equal(ProblemCodes.NoIdentity, refusal.Code);
        if (OperatingSystem.IsWindows()) return;
        foreach (string key in Directory.GetFiles(path, "*.key"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.Equal(2, Directory.GetFiles(path, "*.key").Length);
        Assert.DoesNotContain(token, string.Concat(Directory.GetFiles(path).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)))));
    }

    [Fact]
    public void Settings_have_defaults_for_what_is_left_out_and_refuse_what_nobody_knows()
    {
        using var folder = new TemporaryFolder();
        folder.Write("server.json", """{ "listen": "0.0.0.0:1", /* more */ "limits": { "uploads": 3 } }""");
        ServerSettings settings = ServerFolder.Open(folder.Path).Settings;
        Assert.Equal(("0.0.0.0:1", 3, 50, 90), (settings.Listen, settings.Limits.Uploads, settings.Limits.RequestsPerSecond, settings.CertificateDays));
        Assert.Equal(ProtocolVersion.Current, settings.Version);
        folder.Write("server.json", """{ "lissen": "0.0.0.0:1" }""");
        Assert.Contains("lissen", Assert.Throws<ServerException>(() => ServerFolder.Open(folder.Path)).Message);
        Assert.Throws<ServerException>(() => ServerFolder.Open(Path.Combine(folder.Path, "elsewhere")));
    }

    [Fact]
    public async Task What_is_made_is_read_again_as_it_was()
    {
        using var folder = new TemporaryFolder();
        ServerSettings settings = TestServer.Settings with { Name = "clinic", Proxy = new ProxySettings { Addresses = ["10.0.0.1"] } };
        await ServerFolder.InitAsync(folder.Path, settings, "ada");
        ServerSettings read = ServerFolder.Open(folder.Path).Settings;
        Assert.Equal(("clinic", "10.0.0.1", settings.Pacing, settings.Limits), (read.Name, read.Proxy!.Addresses.Single(), read.Pacing, read.Limits));
    }

    [Fact]
    public async Task A_run_in_one_file_outlives_the_process_with_its_ledger()
    {
        string job = Line.Job(rounds: 2, cohort: 2);
        using var folder = new TemporaryFolder();
        await ServerFolder.InitAsync(folder.Path, TestServer.Settings, "ada");
        string before, after, run;
        await using (TestServer server = await TestServer.InAsync(folder.Path))
        {
            TestSite[] sites = [await server.EnrolAsync("site-0"), await server.EnrolAsync("site-1")];
            run = await server.SubmitAsync(job);
            foreach (TestSite site in sites) await site.ConsentAsync(run);
            await Task.WhenAll(sites.Select((site, i) => site.TakePartAsync(run, job, Line.Trainers[i], i)));
            before = await server.Raw(token: server.ResearcherToken).GetStringAsync(Routes.Checkpoint(run));
            await server.RestartAsync();
            RunMessage status = await server.StatusAsync(run);
            Assert.Equal(("completed", 2), (status.State, status.ModelVersion));
            after = await server.Raw(token: server.ResearcherToken).GetStringAsync(Routes.Checkpoint(run));
        }
        Assert.Equal(before.Split('\n')[..3], after.Split('\n')[..3]); // origin, size and root; a signature is another each time
    }

    [Fact]
    public async Task The_servers_certificate_is_made_anew_when_it_is_old_or_named_otherwise()
    {
        var clock = new MovableTime();
        await using TestServer server = await TestServer.StartAsync(clock: clock);
        string path = Path.Combine(server.Path, "server.pem"), first = await File.ReadAllTextAsync(path);
        await server.RestartAsync();
        Assert.Equal(first, await File.ReadAllTextAsync(path));
        clock.Advance(TimeSpan.FromDays(340));
        await server.RestartAsync();
        Assert.NotEqual(first, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_proxy_hands_certificates_on_and_nobody_else_does()
    {
        var settings = TestServer.Settings with { Proxy = new ProxySettings() };
        await using TestServer server = await TestServer.StartAsync(settings with { Proxy = null });
        TestSite site = await server.EnrolAsync("berlin");
        foreach ((string address, int status) in ((string, int)[])[("127.0.0.1", 200), ("10.0.0.1", 401)])
        {
            await server.StopAsync();
            await server.StartAgainAsync(settings with { Proxy = new ProxySettings { Addresses = [address] } });
            using var client = new HttpClient { BaseAddress = server.Address };
            client.DefaultRequestHeaders.Add("X-Client-Certificate", Uri.EscapeDataString(site.Answer.Certificate));
            using HttpResponseMessage response = await client.GetAsync(Routes.Offers);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }
}
