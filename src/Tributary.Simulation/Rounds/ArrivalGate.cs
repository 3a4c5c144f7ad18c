using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>
/// The coordinator as simulated clients see it: the real one, but an update is handed on only when the virtual clock has reached its moment.
/// Clients run the same loop as in the field and do not notice.
/// </summary>
internal sealed class ArrivalGate(ICoordinator coordinator, IBlobStore models) : ICoordinator
{
    private readonly ConcurrentDictionary<ClientId, Passage> _passages = [];
    private long _bytesUp, _bytesDown;

    /// <summary>Bytes that clients sent so far, updates that did not count included.</summary>
    public long BytesUp => Interlocked.Read(ref _bytesUp);

    /// <summary>Bytes that clients received so far.</summary>
    public long BytesDown => Interlocked.Read(ref _bytesDown);

    /// <summary>Expects an update of <paramref name="client"/>.</summary>
    public Passage Expect(ClientId client) => _passages[client] = new Passage();

    /// <inheritdoc/>
    public async ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation = default)
    {
        Invitation? invitation = await coordinator.CheckInAsync(client, cancellation);
        // Clients of one process share a parsed model; in the field each would fetch it.
        if (invitation is not null) Interlocked.Add(ref _bytesDown, await models.StatAsync(invitation.Model, cancellation) ?? 0);
        return invitation;
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation = default) =>
        coordinator.FetchAsync(blob, cancellation);

    /// <inheritdoc/>
    public async ValueTask<Receipt> SubmitAsync(
        RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        Interlocked.Add(ref _bytesUp, body.Length);
        if (_passages.TryRemove(client, out Passage? passage))
        {
            passage.Arrived.TrySetResult();
            await passage.Admitted.Task.WaitAsync(cancellation);
        }
        return await coordinator.SubmitAsync(round, client, body, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation = default) =>
        coordinator.DeclineAsync(round, client, reason, cancellation);
}
