using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>Runs cases of one template, one after another, with one site in a process of its own and all others in this one.</summary>
internal sealed class SiteLane(FieldTemplate template, string site) : IAsyncDisposable
{
    private readonly Relay _relay = new(), _others = new();
    private ChildHost _host = ChildHost.Start();

    /// <summary>A run that nobody disturbs.</summary>
    /// <returns>Its record, and how often the site did each thing to its store.</returns>
    public async Task<(SiteRecord Record, Dictionary<string, int> Counts)> UndisturbedAsync(CancellationToken cancellation)
    {
        var counts = new Dictionary<string, int>();
        SiteRecord record = await RunAsync(
            async files =>
            {
                await _host.DoAsync("join", files.Site(site), FaultPoint.Never);
                foreach ((string place, int count) in await EndAsync(cancellation)) counts[place] = count;
            }, cancellation);
        return (record, counts);
    }

    /// <summary>A run in which the site's agent kills itself at a moment, and is started again.</summary>
    public Task<SiteRecord> KilledAsync(FaultPoint point, CancellationToken cancellation) => RunAsync(
        async files =>
        {
            await _host.DoAsync("join", files.Site(site), point);
            if (!await _host.IsKilledAsync("ended", cancellation)) return;
            await JoinAgainAsync(files);
            await EndAsync(cancellation);
        }, cancellation);

    /// <summary>A run in which the site's agent is killed when so many bytes have gone from it, and is started again.</summary>
    /// <returns>The record, and how many bytes have gone from it in all.</returns>
    public async Task<(SiteRecord Record, long Sent)> KilledAtByteAsync(long bytes, CancellationToken cancellation)
    {
        long sent = 0;
        SiteRecord record = await RunAsync(
            async files =>
            {
                long before = _relay.Upstream;
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _relay.OnUpstream = now =>
                {
                    sent = now - before;
                    if (sent < bytes) return;
                    _host.Kill();
                    reached.TrySetResult();
                };
                await _host.DoAsync("join", files.Site(site), FaultPoint.Never);
                await reached.Task.WaitAsync(cancellation);
                _relay.OnUpstream = now => sent = now - before;
                await JoinAgainAsync(files);
                await EndAsync(cancellation);
            }, cancellation);
        return (record, sent);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _relay.DisposeAsync();
        await _others.DisposeAsync();
    }

    private async Task JoinAgainAsync(FieldCase files)
    {
        await _host.DisposeAsync();
        _host = ChildHost.Start();
        await _host.DoAsync("join", files.Site(site), FaultPoint.Never);
    }

    private async Task<Dictionary<string, int>> EndAsync(CancellationToken cancellation)
    {
        Assert.NotNull(await _host.UntilAsync("ended", cancellation));
        Assert.DoesNotContain(_host.Said, line => line.StartsWith("notice", StringComparison.Ordinal));
        return await _host.StopAsync(cancellation);
    }

    private async Task<SiteRecord> RunAsync(Func<FieldCase, Task> takePart, CancellationToken cancellation)
    {
        using var files = new FieldCase(template, one => one == site ? _relay.Address : _others.Address);
        await using LocalServer server = await LocalServer.StartAsync(files.Server);
        _relay.Open(server.Port);
        _others.Open(server.Port);
        await using (var sites = new LocalSites(files, template.Sites.Where(other => other != site)))
        {
            await takePart(files);
            Assert.Equal(Core.RunOutcome.Completed, await server.Finished.WaitAsync(cancellation));
            await sites.DisposeAsync();
            Assert.Empty(sites.Failures);
        }
        await server.DisposeAsync();
        _relay.Hold();
        _others.Hold();
        return new SiteRecord(await files.ReadAsync(), server.Offered.Of(site), await files.ReadAsync(site));
    }
}
