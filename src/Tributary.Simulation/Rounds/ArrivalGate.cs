using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>
/// The coordinator as simulated clients see it: the real one, but an answer is handed on only when the virtual clock has reached its
/// moment.
/// Clients run the same loop as in the field and do not notice.
/// </summary>
internal sealed class ArrivalGate(Coordinator coordinator) : ICoordinator
{
    private readonly ConcurrentDictionary<ClientId, Passage> _passages = [];

    /// <summary>Expects an answer of <paramref name="client"/>.</summary>
    public Passage Expect(ClientId client) => _passages[client] = new Passage();

    /// <inheritdoc/>
    public ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation = default) =>
        coordinator.CheckInAsync(client, cancellation);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation = default) =>
        coordinator.FetchAsync(blob, cancellation);

    /// <inheritdoc/>
    public async ValueTask<Receipt> SubmitAsync(
        RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        var digest = BlobId.Of(body.Span); // before the wait: answers that are ready at the same time are hashed at the same time
        await PassAsync(client, cancellation);
        return await coordinator.SubmitAsync(round, client, body, digest, cancellation: cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation = default)
    {
        await PassAsync(client, cancellation);
        await coordinator.DeclineAsync(round, client, reason, cancellation);
    }

    private async ValueTask PassAsync(ClientId client, CancellationToken cancellation)
    {
        if (!_passages.TryRemove(client, out Passage? passage)) return;
        passage.Arrived.TrySetResult();
        await passage.Admitted.Task.WaitAsync(cancellation);
    }
}
