using System.Globalization;
using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>Runs cases of one template, one by one, with the coordinator in a process of its own and the sites in this one.</summary>
internal sealed class ServerLane(FieldTemplate template) : IAsyncDisposable
{
    private readonly Relay _relay = new();
    private ChildHost _host = ChildHost.Start();

    /// <summary>A run that nobody disturbs.</summary>
    /// <returns>Its record, and how often the coordinator did each thing to its store.</returns>
    public async Task<(RunRecord Record, Dictionary<string, int> Counts)> UndisturbedAsync(CancellationToken cancellation)
    {
        using var files = new FieldCase(template, _ => _relay.Address);
        await using var sites = new LocalSites(files, template.Sites);
        await ServeAsync(files, FaultPoint.Never, cancellation);
        Assert.Equal("Completed", await _host.UntilAsync("finished", cancellation));
        Dictionary<string, int> counts = await EndAsync(sites, cancellation);
        return (await files.ReadAsync(), counts);
    }

    /// <summary>A run whose coordinator is killed at a moment, and started again.</summary>
    public async Task<RunRecord> KilledAsync(FaultPoint point, CancellationToken cancellation)
    {
        using var files = new FieldCase(template, _ => _relay.Address);
        await using var sites = new LocalSites(files, template.Sites);
        await ServeAsync(files, point, cancellation);
        // A fuse may go after the run has ended too: then it goes while the coordinator tidies up.
        bool killed = await _host.IsKilledAsync("finished", cancellation);
        _relay.Hold();
        if (!killed)
        {
            await sites.DisposeAsync();
            Assert.Empty(sites.Failures);
            return await files.ReadAsync();
        }
        await _host.DisposeAsync();
        _host = ChildHost.Start();
        await ServeAsync(files, FaultPoint.Never, cancellation);
        string? outcome = await _host.UntilAsync("finished", cancellation);
        Assert.True(outcome == "Completed", $"{point}: {string.Join("; ", _host.Said.Concat(sites.Failures))}");
        await EndAsync(sites, cancellation);
        return await files.ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _relay.DisposeAsync();
    }

    private async Task ServeAsync(FieldCase files, FaultPoint point, CancellationToken cancellation)
    {
        await _host.DoAsync("serve", files.Server, point);
        if (await _host.UntilAsync("listening", cancellation) is { } port) _relay.Open(int.Parse(port, CultureInfo.InvariantCulture));
    }

    private async Task<Dictionary<string, int>> EndAsync(LocalSites sites, CancellationToken cancellation)
    {
        await sites.DisposeAsync();
        Assert.Empty(sites.Failures);
        Dictionary<string, int> counts = await _host.StopAsync(cancellation);
        _relay.Hold();
        return counts;
    }
}
