using Tributary.Core;

namespace Tributary.Agent;

/// <summary>A coordinator whose models are fetched from the agent's own store: they were brought there before.</summary>
internal sealed class StoredModels(ICoordinator coordinator, IBlobStore store) : ICoordinator
{
    public ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation = default) =>
        coordinator.CheckInAsync(client, cancellation);

    public ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation = default) =>
        store.GetAsync(blob, cancellation);

    public ValueTask<Receipt> SubmitAsync(
        RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation = default) =>
        coordinator.SubmitAsync(round, client, body, cancellation);

    public ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation = default) =>
        coordinator.DeclineAsync(round, client, reason, cancellation);
}
