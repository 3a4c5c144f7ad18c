using Microsoft.Extensions.Logging;

namespace Tributary.Server;

/// <summary>What all runs of a coordinator share.</summary>
internal sealed record RunSurroundings(
    ServerStore Store,
    SharedBlobs Blobs,
    BodyPool Bodies,
    ServiceJournal Journal,
    CheckInDesk Desk,
    CheckpointKey Key,
    ReadOnlyMemory<byte> RunKey,
    KeptHeads Heads,
    ServerSettings Settings,
    ServerMetrics Metrics,
    TimeProvider Clock,
    ILogger Logger)
{
    /// <summary>There is another model to measure, another run, or one less.</summary>
    public void WakeEvaluators()
    {
        foreach (EnrolledSite site in Journal.State.Sites.Values.Where(site => site is { Role: Roles.Evaluator, Revoked: null }))
            Desk.WakeOrNote(site.Site);
    }
}
