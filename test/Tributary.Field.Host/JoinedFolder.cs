using Tributary.Agent;
using Tributary.Storage;

namespace Tributary.Field.Host;

/// <summary>The agent of a site's folder at work, as <c>tributary join</c> runs it.</summary>
internal sealed class JoinedFolder : IWork
{
    private readonly SqliteStore _file;
    private readonly HttpCoordinatorService _service;
    private readonly SiteAgent _agent;
    private readonly Fuse _fuse;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    private JoinedFolder(SqliteStore file, HttpCoordinatorService service, SiteAgent agent, Fuse fuse)
    {
        _file = file;
        _service = service;
        _agent = agent;
        _fuse = fuse;
        _work = agent.RunAsync(_stop.Token);
    }

    public IReadOnlyDictionary<string, int> Counts => _fuse.Counts;

    /// <summary>Starts the agent.</summary>
    /// <param name="path">The site's folder.</param>
    /// <param name="fuse">Ends the process.</param>
    /// <param name="say">Told <c>ended</c> once a run is over for the site or was, and <c>notice TEXT</c> of what goes wrong.</param>
    public static async Task<JoinedFolder> StartAsync(string path, Fuse fuse, Action<string> say)
    {
        SiteFolder folder = SiteFolder.Open(path);
        var file = SqliteStore.Open(folder.StorePath);
        AgentStore plain = AgentStore.In(file);
        var blobs = new FusedBlobs(plain.Blobs, plain.Drafts, new SqliteBlobStore(file), fuse);
        var store = new AgentStore(new FusedLog<AgentEvent>(plain.Events, "event", fuse, Tell), blobs, blobs, plain.Index);
        await foreach (AgentEvent e in plain.Events.ReadAsync(AgentJournal.Stream)) Tell(e);
        var service = new HttpCoordinatorService(folder, store, TimeProvider.System);
        var agent = new SiteAgent(folder, store, service, new AgentOptions
        {
            Threads = 1,
            OnNotice = notice =>
            {
                if (notice.Code is not null) say($"notice {notice.Kind}: {notice.Message}");
            },
        });
        return new JoinedFolder(file, service, agent, fuse);

        void Tell(AgentEvent e)
        {
            if (e is RunEnded) say("ended");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _agent.Dispose();
        _service.Dispose();
        _stop.Dispose();
        await _file.DisposeAsync();
    }
}
