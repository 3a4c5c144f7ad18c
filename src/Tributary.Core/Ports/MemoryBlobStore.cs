using System.Collections.Concurrent;

namespace Tributary.Core;

/// <summary>A blob store that lasts as long as the process; any number of threads.</summary>
/// <param name="clock">Tells how old drafts are; the system's where null.</param>
public sealed class MemoryBlobStore(TimeProvider? clock = null) : IBlobStore, IBlobDrafts, IBlobIndex, IBlobIntake
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ConcurrentDictionary<BlobId, ReadOnlyMemory<byte>> _blobs = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (MemoryStream Content, DateTimeOffset At)> _drafts = new(StringComparer.Ordinal);

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

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BlobId>> ListAsync(CancellationToken cancellation = default) => new([.. _blobs.Keys]);

    /// <inheritdoc/>
    public ValueTask<long> LengthAsync(string draft, CancellationToken cancellation = default)
    {
        lock (_lock) return new(_drafts.TryGetValue(draft, out var begun) ? begun.Content.Length : 0);
    }

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(string draft, long offset, ReadOnlyMemory<byte> piece, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            MemoryStream content = _drafts.TryGetValue(draft, out var begun) ? begun.Content : new MemoryStream();
            if (content.Length != offset) return new(content.Length);
            content.Write(piece.Span);
            _drafts[draft] = (content, _clock.GetUtcNow());
            return new(content.Length);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IIncomingBlob> BeginAsync(long length, CancellationToken cancellation = default) =>
        new(new IncomingMemory(this, new byte[length]));

    /// <inheritdoc/>
    public async ValueTask<bool> SealAsync(string draft, BlobId blob, CancellationToken cancellation = default)
    {
        byte[] content;
        lock (_lock) content = _drafts.Remove(draft, out var begun) ? begun.Content.ToArray() : [];
        if (BlobId.Of(content) != blob) return false;
        await PutAsync(blob, content, cancellation);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DiscardAsync(string draft, CancellationToken cancellation = default)
    {
        lock (_lock) _drafts.Remove(draft);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> StaleAsync(DateTimeOffset before, CancellationToken cancellation = default)
    {
        lock (_lock) return new([.. _drafts.Where(draft => draft.Value.At < before).Select(draft => draft.Key)]);
    }
}
