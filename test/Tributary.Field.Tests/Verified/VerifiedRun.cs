using System.Collections.Concurrent;
using Tributary.Agent;
using Tributary.Core;
using Tributary.Server;
using Tributary.Storage;
using Tributary.Tensors;

namespace Tributary.Field.Tests;

/// <summary>A coordinator that may lie and the agents of its sites, over the network of this machine.</summary>
internal sealed class VerifiedRun : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _later = [];
    private readonly List<IDisposable> _owned = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, string?> _ends = new();
    private Task _work = Task.CompletedTask;

    private VerifiedRun(FieldTemplate template, Uri address) => Files = new FieldCase(template, _ => address);

    public FieldCase Files { get; }

    /// <summary>How each site's part ended: the code of what was wrong, or null.</summary>
    public IReadOnlyDictionary<string, string?> Ends => _ends;

    /// <summary>Works until every site has left the run, or it is over.</summary>
    public static async Task<VerifiedRun> RunAsync(FieldTemplate template, Func<Question, Question>? lie = null)
    {
        // The address is known once the coordinator listens, and its folder before.
        var run = new VerifiedRun(template, new Uri("https://127.0.0.1:1/"));
        var file = SqliteStore.Open(ServerFolder.StoreIn(run.Files.Server));
        ServerFolder folder = ServerFolder.Open(run.Files.Server);
        if (lie is not null)
            folder = folder.With(folder.Settings with { Questions = (spec, parts, model) => Lies(spec, parts, model, lie) });
        var server = await CoordinatorServer.StartAsync(folder, ServerStore.In(file));
        run._later.AddRange([server, file]);
        run._work = Task.WhenAll(template.Sites.Select(site => run.Start(site, server.Address, template.Sites.Count)).ToArray());
        await run._over.Task.WaitAsync(TestContext.Current.CancellationToken);
        return run;
    }

    /// <summary>Stops everybody; the files stay.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
        foreach (IDisposable owned in Enumerable.Reverse(_owned)) owned.Dispose();
        foreach (IAsyncDisposable later in _later) await later.DisposeAsync();
        _owned.Clear();
        _later.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Files.Dispose();
        _stop.Dispose();
    }

    private static JobQuestions Lies(JobSpec spec, Composition parts, ReadOnlyMemory<byte> model, Func<Question, Question> lie)
    {
        var honest = JobQuestions.Of(spec, parts, SafetensorsReader.Read(model).ToParameters().Layout);
        return honest with { Phases = [.. honest.Phases.Select(phase => new LyingPhase(phase, lie))] };
    }

    private Task Start(string site, Uri address, int sites)
    {
        string path = Files.Site(site), identity = Path.Combine(path, "identity.json");
        File.WriteAllText(identity, File.ReadAllText(identity).Replace("https://127.0.0.1:1/", address.AbsoluteUri, StringComparison.Ordinal));
        SiteFolder folder = SiteFolder.Open(path);
        var blobs = new MemoryBlobStore();
        var store = new AgentStore(new MemoryEventLog<AgentEvent>(), blobs, blobs);
        var service = new HttpCoordinatorService(folder, store, TimeProvider.System);
        var agent = new SiteAgent(folder, store, service, new AgentOptions
        {
            Threads = 1,
            OnNotice = notice =>
            {
                bool ended = notice.Kind == AgentNoticeKind.Ended || notice.Code == ProblemCodes.RoundNotProven;
                if (ended && _ends.TryAdd(site, notice.Code) && _ends.Count == sites) _over.TrySetResult();
                if (notice.Kind == AgentNoticeKind.Failed && !ended) _over.TrySetException(new InvalidOperationException(notice.Message));
            },
        });
        _owned.AddRange([service, agent]);
        return Task.Run(() => agent.RunAsync(_stop.Token));
    }
}
