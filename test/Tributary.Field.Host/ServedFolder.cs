using Tributary.Core;
using Tributary.Server;
using Tributary.Storage;

namespace Tributary.Field.Host;

/// <summary>A coordinator of a folder at work on a free port, as <c>tributary serve</c> runs it.</summary>
internal sealed class ServedFolder : IWork
{
    private readonly SqliteStore _file;
    private readonly CoordinatorServer _server;
    private readonly Fuse _fuse;

    private ServedFolder(SqliteStore file, CoordinatorServer server, Fuse fuse)
    {
        _file = file;
        _server = server;
        _fuse = fuse;
    }

    public IReadOnlyDictionary<string, int> Counts => _fuse.Counts;

    /// <summary>Where it listens.</summary>
    public int Port => _server.Address.Port;

    /// <summary>Opens the folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="fuse">Ends the process.</param>
    /// <param name="say">
    /// Told <c>listening PORT</c>, <c>failed WHY</c> of a round, and <c>finished OUTCOME</c> once a run has ended or where one had.
    /// </param>
    public static async Task<ServedFolder> StartAsync(string path, Fuse fuse, Action<string> say)
    {
        var file = SqliteStore.Open(ServerFolder.StoreIn(path));
        ServerStore plain = ServerStore.In(file);
        var blobs = new FusedBlobs(plain.Blobs, plain.Drafts, plain.Intake, fuse);
        var store = new ServerStore
        {
            Runs = new FusedLog<RunEvent>(plain.Runs, "event", fuse, Tell),
            Service = new FusedLog<ServiceEvent>(plain.Service, "service", fuse),
            Blobs = blobs,
            Drafts = blobs,
            Intake = blobs,
            Index = plain.Index,
        };
        CoordinatorServer server = await CoordinatorServer.StartAsync(ServerFolder.Open(path), store);
        say($"listening {server.Address.Port}");
        await foreach (ServiceEvent e in plain.Service.ReadAsync("service"))
            if (e is RunSubmitted submitted)
                await foreach (RunEvent happened in plain.Runs.ReadAsync(submitted.Run)) Tell(happened);
        return new ServedFolder(file, server, fuse);

        void Tell(RunEvent e)
        {
            if (e is RoundFailed failed) say($"failed {failed.Problem.Message}");
            if (e is RunFinished finished) say($"finished {finished.Outcome}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _file.DisposeAsync();
    }
}
