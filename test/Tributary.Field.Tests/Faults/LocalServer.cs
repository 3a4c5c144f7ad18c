using Tributary.Core;
using Tributary.Field.Host;
using Tributary.Server;
using Tributary.Storage;

namespace Tributary.Field.Tests;

/// <summary>The coordinator of a case in this process.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly SqliteStore _file;
    private readonly TaskCompletionSource<RunOutcome> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerStore _store;
    private CoordinatorServer? _server;

    private LocalServer(string folder)
    {
        _file = SqliteStore.Open(ServerFolder.StoreIn(folder));
        ServerStore plain = ServerStore.In(_file);
        Offered = new OfferedBodies(plain.Drafts);
        _store = plain with { Runs = new FusedLog<RunEvent>(plain.Runs, "event", new Fuse(FaultPoint.Never), Take), Drafts = Offered };
    }

    /// <summary>What sites began to upload.</summary>
    public OfferedBodies Offered { get; }

    public int Port => _server!.Address.Port;

    /// <summary>How the run ended, once it has.</summary>
    public Task<RunOutcome> Finished => _finished.Task;

    public static async Task<LocalServer> StartAsync(string folder)
    {
        var server = new LocalServer(folder);
        server._server = await CoordinatorServer.StartAsync(ServerFolder.Open(folder), server._store);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null) return;
        await _server.DisposeAsync();
        _server = null;
        await _file.DisposeAsync();
    }

    private void Take(RunEvent e)
    {
        if (e is RunFinished finished) _finished.TrySetResult(finished.Outcome);
    }
}
