using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tributary.Server.Tests;

/// <summary>Traces and measurements reach a collector.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ExportTests
{
    [Fact]
    public async Task Traces_and_measurements_are_posted_where_the_variables_say()
    {
        string job = Line.Job();
        string address = $"http://127.0.0.1:{FreePort()}/";
        using var collector = new HttpListener();
        collector.Prefixes.Add(address);
        collector.Start();
        var posted = new ConcurrentBag<(string Path, string? Type, string Body)>();
        Task collecting = CollectAsync(collector, posted);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", address);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        try
        {
            await using TestServer server = await TestServer.StartAsync();
            TestSite site = await server.EnrolAsync("berlin");
            string run = await server.SubmitAsync(job);
            await site.ConsentAsync(run);
            await site.TakePartAsync(run, job, Line.Trainers[0], 0);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", null);
        }
        collector.Stop();
        await collecting;
        Assert.All(posted, post => Assert.Equal("application/x-protobuf", post.Type));
        Assert.Contains(posted, post => post.Path == "/v1/traces" && post.Body.Contains("check-in", StringComparison.Ordinal));
        Assert.Contains(posted, post => post.Path == "/v1/metrics" && post.Body.Contains("tributary.server.rounds", StringComparison.Ordinal));
    }

    private static async Task CollectAsync(HttpListener collector, ConcurrentBag<(string Path, string? Type, string Body)> posted)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await collector.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                posted.Add((context.Request.Url!.AbsolutePath, context.Request.ContentType, Encoding.Latin1.GetString(body.ToArray())));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // stopped
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
