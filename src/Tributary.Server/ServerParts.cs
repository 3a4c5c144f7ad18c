using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Tributary.Server;

/// <summary>The parts of a coordinator, put together by hand.</summary>
internal sealed class ServerParts : IDisposable
{
    private const long MemoryKept = 8 << 20;

    private readonly ServerSettings _settings;
    private readonly ServerStore _store;
    private readonly Authority _authority;
    private readonly X509Certificate2 _serverRoot;
    private readonly CheckpointKey _key;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly ServerMetrics _metrics = new();
    private readonly CheckInDesk _desk = new();
    private readonly UploadReceiver _receiver;
    private readonly Signatures _signatures;
    private readonly BroughtModels _brought;
    private readonly IDisposable[] _owned;

    public ServerParts(
        ServerSettings settings, ServerStore store, Authority authority, X509Certificate2 serverRoot,
        CheckpointKey key, ReadOnlyMemory<byte> runKey, KeptHeads heads, TimeProvider clock, ILogger logger,
        CancellationToken stopping)
    {
        _settings = settings;
        _store = store;
        _authority = authority;
        _serverRoot = serverRoot;
        _key = key;
        _clock = clock;
        _logger = logger;
        _stopping = stopping;
        Journal = new ServiceJournal(store.Service, clock);
        var blobs = new SharedBlobs(store.Blobs);
        Runs = new FieldRuns(new RunSurroundings(
            store, blobs, new BodyPool(MemoryKept), Journal, _desk, key, runKey, heads, settings, _metrics, clock, logger));
        var throttle = new Throttle(settings.Limits);
        Gate = new Gate(
            new Authenticator(authority, Journal, settings.Proxy), throttle,
            new RefusalLog(Journal, _metrics, logger, settings.Limits.LoggedRefusals), _metrics, logger, settings.Version, stopping);
        _receiver = new UploadReceiver(store, blobs, settings.Limits, _metrics);
        _signatures = new Signatures(Journal);
        _brought = new BroughtModels(blobs, clock);
        Sweeper = new Sweeper(store, blobs, _brought, settings.Limits, clock, logger);
        _owned = [new Telemetry(settings.Telemetry), throttle, blobs, Journal, key, serverRoot, authority];
    }

    public ServiceJournal Journal { get; }

    public FieldRuns Runs { get; }

    public Gate Gate { get; }

    public Sweeper Sweeper { get; }

    public void Dispose()
    {
        foreach (IDisposable part in _owned) part.Dispose();
        _metrics.Dispose();
        _receiver.Dispose();
    }

    /// <summary>Everything that can be asked.</summary>
    /// <param name="address">Where sites reach the coordinator.</param>
    public IReadOnlyList<Operation> Operations(Func<Uri> address)
    {
        string openApi = "";
        var chunks = new ChunkLists(_store.Blobs);
        Operation[] all =
        [
            .. new ServiceEndpoints(_store, _settings, _clock, () => openApi).Operations,
            .. new EnrolmentEndpoints(Journal, _authority, _serverRoot, _key.Verifier, _settings, _logger).Operations,
            .. new AdminEndpoints(Journal, _serverRoot, Runs, address, _logger).Operations,
            .. new WorkEndpoints(Journal, Runs, _desk, _signatures, _settings.Pacing, _metrics, _clock, _stopping).Operations,
            .. new EvaluationEndpoints(Runs).Operations,
            .. new UpdateEndpoints(Runs, _receiver, _signatures, _metrics).Operations,
            .. new MailEndpoints(Runs, _settings.Pacing, _clock).Operations,
            .. new BlobEndpoints(Runs, _store, _receiver, chunks, _brought, _metrics, _settings.Limits, _settings.Version).Operations,
            .. new RunEndpoints(Runs, _brought, new RunFollower(_store, _clock, _stopping)).Operations,
        ];
        openApi = OpenApiDocument.Write(all, _settings.Version.ToString());
        return all;
    }
}
