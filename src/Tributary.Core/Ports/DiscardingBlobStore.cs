namespace Tributary.Core;

/// <summary>
/// A blob store that addresses content and keeps none of it: for updates of simulations, which are started again rather than recovered.
/// </summary>
public sealed class DiscardingBlobStore : IBlobStore
{
    /// <inheritdoc/>
    public ValueTask PutAsync(BlobId id, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => default;

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId blob, CancellationToken cancellation = default) =>
        throw new KeyNotFoundException($"There is no blob {blob}: this store keeps nothing.");

    /// <inheritdoc/>
    public ValueTask<long?> StatAsync(BlobId blob, CancellationToken cancellation = default) => new((long?)null);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(BlobId blob, CancellationToken cancellation = default) => default;
}
