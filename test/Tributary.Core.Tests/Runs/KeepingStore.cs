namespace Tributary.Core.Tests;

/// <summary>A store that forgets nothing, so that a run can be resumed from its past.</summary>
internal sealed class KeepingStore : IBlobStore
{
    private readonly MemoryBlobStore _inner = new();

    public ValueTask PutAsync(BlobId id, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        _inner.PutAsync(id, content, cancellation);

    public ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId blob, CancellationToken cancellation = default) => _inner.GetAsync(blob, cancellation);

    public ValueTask<long?> StatAsync(BlobId blob, CancellationToken cancellation = default) => _inner.StatAsync(blob, cancellation);

    public ValueTask DeleteAsync(BlobId blob, CancellationToken cancellation = default) => default;
}
