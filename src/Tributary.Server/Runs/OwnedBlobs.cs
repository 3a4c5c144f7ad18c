using Tributary.Core;

namespace Tributary.Server;

/// <summary>A shared store as one owner sees it: what it deletes stays while others need it.</summary>
internal sealed class OwnedBlobs(SharedBlobs shared, string owner) : IBlobStore
{
    public async ValueTask PutAsync(BlobId id, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        await shared.HoldAsync(id, owner);
        await shared.Inner.PutAsync(id, content, cancellation);
    }

    public ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId blob, CancellationToken cancellation = default) =>
        shared.Inner.GetAsync(blob, cancellation);

    public ValueTask<int> ReadAsync(BlobId blob, long offset, Memory<byte> part, CancellationToken cancellation = default) =>
        shared.Inner.ReadAsync(blob, offset, part, cancellation);

    public ValueTask<long?> StatAsync(BlobId blob, CancellationToken cancellation = default) => shared.Inner.StatAsync(blob, cancellation);

    public ValueTask DeleteAsync(BlobId blob, CancellationToken cancellation = default) => shared.ReleaseAsync(blob, owner);
}
