using System.Collections.Concurrent;

namespace Tributary.Core;

/// <summary>A blob store that lasts as long as the process; any number of threads.</summary>
public sealed class MemoryBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<BlobId, ReadOnlyMemory<byte>> _blobs = new();

    /// <summary>The number of blobs.</summary>
    public int Count => _blobs.Count;

    /// <inheritdoc/>
    public ValueTask PutAsync(BlobId id, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        _blobs.GetOrAdd(id, static (_, content) => content.ToArray(), content);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<BlobId> GiveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        var id = BlobId.Of(content.Span);
        _blobs.TryAdd(id, content);
        return new(id);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId blob, CancellationToken cancellation = default) =>
        _blobs.TryGetValue(blob, out ReadOnlyMemory<byte> content)
            ? new(content)
            : throw new KeyNotFoundException($"There is no blob {blob}.");

    /// <inheritdoc/>
    public ValueTask<long?> StatAsync(BlobId blob, CancellationToken cancellation = default) =>
        new(_blobs.TryGetValue(blob, out ReadOnlyMemory<byte> content) ? content.Length : null);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(BlobId blob, CancellationToken cancellation = default)
    {
        _blobs.TryRemove(blob, out _);
        return default;
    }
}
