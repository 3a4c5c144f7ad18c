using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] _rows = Encoding.UTF8.GetBytes(
        "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{(i % 2 == 0 ? "a" : "b")}\n")));

    private static readonly string _sum = Convert.ToHexStringLower(SHA256.HashData(_rows));

    private readonly TemporaryFolder _folder = new();
    private readonly HttpListener _listener = new();
    private readonly string _url;

    public DownloadTests()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }
        _listener.Prefixes.Add(_url);
        _listener.Start();
        _ = ServeAsync();
    }

    public void Dispose()
    {
        ((IDisposable)_listener).Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_job_with_an_address_runs_once_its_file_was_fetched_and_not_before()
    {
        string job = _folder.Write("job.json", $$"""
            {
              "name": "j", "data": { "use": "csv", "path": { "url": "{{_url}}rows.csv", "sha256": "{{_sum}}" }, "label": "y" },
              "partition": { "use": "iid", "clients": 2 }, "model": { "use": "logistic" }, "rounds": 1,
              "local": { "epochs": 1, "batchSize": 8, "optimizer": { "use": "sgd", "learningRate": 0.1 } }
            }
            """);
        CommandRun offline = await StartAsync("validate", job);
        Assert.Equal(2, offline.ExitCode);
        Assert.Contains("TRB0670", offline.Errors, StringComparison.Ordinal);
        Assert.Contains($"tributary data fetch '{_url}rows.csv' --sha256 {_sum}", offline.Errors, StringComparison.Ordinal);

        CommandRun allowed = await StartAsync("validate", job, "--allow-download");
        Assert.Equal((0, ""), (allowed.ExitCode, allowed.Errors));
        _listener.Stop(); // from here on the cache is all there is
        Assert.Equal(0, (await StartAsync("simulate", job, "--out", Path.Combine(_folder.Path, "out"))).ExitCode);
        CommandRun fetched = await StartAsync("data", "fetch", job, "--json");
        string path = (string)JsonNode.Parse(fetched.Output)!["files"]![0]!["path"]!;
        Assert.Equal(_rows, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_is_fetched_by_its_address_and_only_with_the_right_checksum()
    {
        CommandRun right = await StartAsync("data", "fetch", $"{_url}rows.csv", "--sha256", _sum.ToUpperInvariant());
        Assert.Equal((0, ""), (right.ExitCode, right.Errors));
        Assert.Equal(Path.Combine(_folder.Path, "cache", "files", _sum, "rows.csv"), right.Output.Trim());
        CommandRun wrong = await StartAsync("data", "fetch", $"{_url}rows.csv", "--sha256", new string('0', 64));
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("TRB0671", wrong.Errors, StringComparison.Ordinal);
        Assert.Contains("TRB0672", (await StartAsync("data", "fetch", $"{_url}rows.csv")).Errors, StringComparison.Ordinal);
        CommandRun large = await StartAsync("data", "fetch", $"{_url}rows.csv", "--sha256", new string('1', 64), "--limit", "9");
        Assert.Contains("TRB0674", large.Errors, StringComparison.Ordinal);
    }

    private Task<CommandRun> StartAsync(params string[] arguments) =>
        CommandRun.StartAsync([("TRIBUTARY_CACHE", Path.Combine(_folder.Path, "cache"))], arguments);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                context.Response.ContentLength64 = _rows.Length;
                await context.Response.OutputStream.WriteAsync(_rows);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The test is over, or whoever asked went away.
        }
    }
}
