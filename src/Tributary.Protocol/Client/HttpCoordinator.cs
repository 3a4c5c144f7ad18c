using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>A coordinator far away, for one client in one run.</summary>
/// <param name="connection">The way to it.</param>
/// <param name="key">Signs what the client hands in.</param>
/// <param name="store">Keeps models that were downloaded.</param>
/// <param name="drafts">Keeps what is being downloaded; of the same store.</param>
/// <param name="run">The run.</param>
/// <param name="plan">Fits the job's stages to an invitation.</param>
/// <param name="onReceipt">Checks and keeps a receipt; throws where it does not hold.</param>
public sealed class HttpCoordinator(
    CoordinatorConnection connection, ECDsa key, IBlobStore store, IBlobDrafts drafts, string run,
    Func<InvitationMessage, Invitation> plan, Func<RoundId, ReceiptMessage, CancellationToken, ValueTask> onReceipt) : ICoordinator
{
    private readonly BlobTransfer _transfer = new(connection);
    private BlobId? _previous;

    /// <inheritdoc/>
    public async ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation = default)
    {
        CheckInAnswer answer = await connection.PostAsync(
            Routes.CheckIn, new CheckInRequest(0, [run]), ProtocolJson.Default.CheckInRequest, ProtocolJson.Default.CheckInAnswer,
            cancellation: cancellation);
        return answer.Invitation is { } invitation ? plan(invitation) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation = default)
    {
        ReadOnlyMemory<byte> content = await _transfer.DownloadAsync(blob, store, drafts, _previous, cancellation);
        if (_previous is { } old && old != blob) await store.DeleteAsync(old, cancellation);
        _previous = blob;
        return content;
    }

    /// <inheritdoc/>
    public async ValueTask<Receipt> SubmitAsync(
        RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        var digest = BlobId.Of(body.Span);
        IReadOnlyDictionary<string, BlobId>? notes = PayloadReader.NotesOf(body);
        var request = new SubmitRequest(
            digest, body.Length, new UpdateStatement(round, client, digest, body.Length, notes).Sign(key), notes);
        ReceiptMessage receipt;
        try
        {
            receipt = await HandInAsync(round, request, body, cancellation);
        }
        catch (ProtocolException e) when (e.Problem.DropReason is { } reason)
        {
            return new Receipt(digest, Accepted: false, reason); // it does not count, and never will
        }
        await onReceipt(round, receipt, cancellation);
        if (receipt.Body != digest)
            throw new InvalidDataException(
                "The coordinator's receipt is for another update than the one that was sent, so it proves nothing.");
        return new Receipt(receipt.Body, receipt.Accepted, receipt.Reason);
    }

    private Task<ReceiptMessage> HandInAsync(
        RoundId round, SubmitRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        _transfer.BringAsync(
            Routes.Update(round, request.Body), body,
            () => connection.PostAsync(
                Routes.Updates(round), request, ProtocolJson.Default.SubmitRequest, ProtocolJson.Default.ReceiptMessage,
                cancellation: cancellation),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation = default) =>
        await connection.SendAsync(
            HttpMethod.Post, Routes.Decline(round), new DeclineRequest(reason), ProtocolJson.Default.DeclineRequest, cancellation);
}
