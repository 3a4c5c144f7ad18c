using System.Buffers;

namespace Tributary.Core;

/// <summary>Content on its way into a store in memory.</summary>
internal sealed class IncomingMemory(MemoryBlobStore store, byte[] room) : IIncomingBlob
{
    private int _length;

    /// <inheritdoc/>
    public long Length => _length;

    /// <inheritdoc/>
    public void Add(in ReadOnlySequence<byte> bytes)
    {
        bytes.CopyTo(room.AsSpan(_length));
        _length += (int)bytes.Length;
    }

    /// <inheritdoc/>
    public ValueTask KeepAsync(BlobId blob, CancellationToken cancellation = default) =>
        store.PutAsync(blob, room.AsMemory(0, _length), cancellation);

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(string draft, long offset, CancellationToken cancellation = default) =>
        store.AppendAsync(draft, offset, room.AsMemory(0, _length), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        // the collector's
    }
}
