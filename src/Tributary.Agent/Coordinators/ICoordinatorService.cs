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

    /// <summary>Tells what the site decided about a run; the same again does no harm.</summary>
    ValueTask ConsentAsync(string run, BlobId job, bool approved, string by, string? reason, CancellationToken cancellation);

    /// <summary>Asks for work.</summary>
    ValueTask<CheckInAnswer> CheckInAsync(CheckInRequest request, CancellationToken cancellation);

    /// <summary>Brings a blob into the agent's store, if it is not there.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="previous">A blob in the store that may have parts in common with it, or null.</param>
    /// <param name="cancellation">Stops the download; it can be gone on with later.</param>
    ValueTask DownloadAsync(BlobId blob, BlobId? previous, CancellationToken cancellation);

    /// <summary>The coordinator of one run, for this site.</summary>
    /// <param name="run">The run.</param>
    /// <param name="plan">Fits the job's stages to an invitation.</param>
    /// <param name="onReceipt">Checks and keeps a receipt; throws where it does not hold.</param>
    ICoordinator Join(
        string run, Func<InvitationMessage, Invitation> plan, Func<RoundId, ReceiptMessage, CancellationToken, ValueTask> onReceipt);
}
