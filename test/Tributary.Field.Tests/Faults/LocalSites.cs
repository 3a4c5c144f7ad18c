using System.Collections.Concurrent;
using Tributary.Agent;
using Tributary.Core;

namespace Tributary.Field.Tests;

/// <summary>Agents of a case's sites in this process, over the network as ever.</summary>
internal sealed class LocalSites : IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly CancellationTokenSource _stop = new(); // has no timer, so needs no end
    private readonly Task _work;

    public LocalSites(FieldCase files, IEnumerable<string> sites) =>
        _work = Task.WhenAll(sites.Select(site => Start(files, site)).ToArray());

    /// <summary>What the agents said went wrong.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _work;
        foreach (IDisposable owned in Enumerable.Reverse(_owned)) owned.Dispose();
    }

    private Task Start(FieldCase files, string site)
    {
        SiteFolder folder = SiteFolder.Open(files.Site(site));
        var blobs = new MemoryBlobStore();
        var store = new AgentStore(new MemoryEventLog<AgentEvent>(), blobs, blobs);
        var service = new HttpCoordinatorService(folder, store, TimeProvider.System);
        var agent = new SiteAgent(folder, store, service, new AgentOptions
        {
            Threads = 1,
            OnNotice = notice =>
            {
                if (notice.Code is not null || notice.Kind is AgentNoticeKind.Dropped or AgentNoticeKind.Failed)
                    Failures.Enqueue($"{site}: {notice.Kind}: {notice.Message}");
            },
        });
        _owned.Add(service);
        _owned.Add(agent);
        return Task.Run(() => agent.RunAsync(_stop.Token));
    }
}
