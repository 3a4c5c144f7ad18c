using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>All that an agent asks of its coordinator beyond one run: over HTTP in the field, in this process in tests.</summary>
/// <remarks>Throws <see cref="ProtocolException"/> where it refuses and <see cref="UnreachableException"/> where it is not there.</remarks>
public interface ICoordinatorService
{
    /// <summary>Gets a new certificate where that is due.</summary>
    /// <returns>Whether there is a new one.</returns>
    ValueTask<bool> RenewAsync(CancellationToken cancellation);

    /// <summary>The runs that the site may take part in.</summary>
    ValueTask<IReadOnlyList<OfferMessage>> ReadOffersAsync(CancellationToken cancellation);

    /// <summary>Carries messages between the parties of a round.</summary>
    IRoundChannel Channel { get; }

    /// <summary>Tells what the site decided about a run; the same again does no harm.</summary>
    /// <param name="run">The run.</param>
    /// <param name="job">The job that was decided on.</param>
    /// <param name="approved">Whether the site takes part.</param>
    /// <param name="by">Who decided.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="key">The key that others seal messages to, in this run; null where the site does not take part.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask ConsentAsync(
        string run, BlobId job, bool approved, string by, string? reason, ReadOnlyMemory<byte>? key, CancellationToken cancellation);

    /// <summary>Asks for work.</summary>
    ValueTask<CheckInAnswer> CheckInAsync(CheckInRequest request, CancellationToken cancellation);

    /// <summary>Brings a blob into the agent's store, if it is not there.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="previous">A blob in the store that may have parts in common with it, or null.</param>
    /// <param name="cancellation">Stops the download; it can be gone on with later.</param>
    ValueTask DownloadAsync(BlobId blob, BlobId? previous, CancellationToken cancellation);

    /// <summary>The published model of a run.</summary>
    ValueTask<ModelMessage> ReadModelAsync(string run, CancellationToken cancellation);

    /// <summary>What proves a round; without entries while it is not over.</summary>
    ValueTask<EvidenceMessage> ReadEvidenceAsync(RoundId round, CancellationToken cancellation);

    /// <summary>Tells what this site, as an evaluator, measured of the published model of a run.</summary>
    ValueTask EvaluateAsync(string run, EvaluationMessage evaluation, CancellationToken cancellation);

    /// <summary>The coordinator of one run, for this site.</summary>
    /// <param name="run">The run.</param>
    /// <param name="plan">Fits the job's stages to an invitation.</param>
    /// <param name="onReceipt">Checks and keeps a receipt; throws where it does not hold.</param>
    ICoordinator Join(
        string run, Func<InvitationMessage, Invitation> plan, Func<RoundId, ReceiptMessage, CancellationToken, ValueTask> onReceipt);
}
