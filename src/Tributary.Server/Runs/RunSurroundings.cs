using Microsoft.Extensions.Logging;

namespace Tributary.Server;

/// <summary>What all runs of a coordinator share.</summary>
internal sealed record RunSurroundings(
    ServerStore Store,
    SharedBlobs Blobs,
    ServiceJournal Journal,
    CheckInDesk Desk,
    CheckpointKey Key,
    ServerSettings Settings,
    ServerMetrics Metrics,
    TimeProvider Clock,
    ILogger Logger);
