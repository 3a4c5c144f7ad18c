using System.Buffers;
using Tributary.Core;

namespace Tributary.Storage;

/// <summary>Blobs and drafts in a store; any number of threads.</summary>
/// <remarks>
/// A piece of a draft that was added survives the process, and a loss of power only if something durable was written after it.
/// </remarks>
/// <param name="store">Where the content is; stays the caller's.</param>
public sealed class SqliteBlobStore(SqliteStore store) : IBlobStore, IBlobDrafts, IBlobIndex, IBlobIntake
{
    private static readonly BlobId _empty = BlobId.Of([]);

    /// <inheritdoc/>
    public async ValueTask PutAsync(BlobId id, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (store.Read(connection => Contents.Find(connection, id)) is not null) return;
        using IncomingBlob incoming = await ReceiveAsync(content, cancellation);
        await incoming.KeepAsync(id, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId blob, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(store.Read(connection => connection.Snapshot(snapshot =>
        {
            Content content = Contents.Find(snapshot, blob) ?? throw Missing(blob);
            if (content.Length > Array.MaxLength)
                throw new InvalidOperationException(
                    $"The blob {blob} has {content.Length} bytes, too many for one array. Read it in parts.");
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)content.Length);
            Pieces.Read(snapshot, store.File, content, 0, bytes);
            return (ReadOnlyMemory<byte>)bytes;
        })));
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(BlobId blob, long offset, Memory<byte> part, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(store.Read(connection => connection.Snapshot(snapshot =>
        {
            Content content = Contents.Find(snapshot, blob) ?? throw Missing(blob);
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, content.Length);
            Memory<byte> wanted = part[..(int)Math.Min(part.Length, content.Length - offset)];
            Pieces.Read(snapshot, store.File, content, offset, wanted.Span);
            return wanted.Length;
        })));
    }

    /// <inheritdoc/>
    public ValueTask<long?> StatAsync(BlobId blob, CancellationToken cancellation = default) =>
        new(store.Read(connection => Contents.Find(connection, blob))?.Length);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(BlobId blob, CancellationToken cancellation = default) =>
        await store.WriteAsync(connection => Contents.Delete(connection, blob), 0, durable: true, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BlobId>> ListAsync(CancellationToken cancellation = default) => new(store.Read(Contents.List));

    /// <inheritdoc/>
    public ValueTask<long> LengthAsync(string draft, CancellationToken cancellation = default) =>
        new(store.Read(connection => Drafts.Find(connection, draft))?.Length ?? 0);

    /// <inheritdoc/>
    public async ValueTask<long> AppendAsync(
        string draft, long offset, ReadOnlyMemory<byte> piece, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        using IncomingBlob incoming = await ReceiveAsync(piece, cancellation);
        return await incoming.AppendAsync(draft, offset, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IIncomingBlob> BeginAsync(long length, CancellationToken cancellation = default) =>
        await IncomingBlob.BeginAsync(store, length, cancellation);

    /// <inheritdoc/>
    public async ValueTask<bool> SealAsync(string draft, BlobId blob, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (store.Read(connection => Drafts.Find(connection, draft)) is not { } content)
            {
                if (blob != _empty) return false;
                await PutAsync(blob, ReadOnlyMemory<byte>.Empty, cancellation);
                return true;
            }
            // The digest is computed here and not by the thread that writes: others go on. Should the draft change meanwhile, once more.
            bool right = Pieces.Digest(store, content, cancellation) == blob;
            bool ended = await store.WriteAsync(
                connection => right ? Drafts.Seal(connection, content, blob) : Drafts.Discard(connection, draft, content),
                0, durable: right, cancellation);
            if (ended) return right;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DiscardAsync(string draft, CancellationToken cancellation = default) =>
        await store.WriteAsync(connection => Drafts.Discard(connection, draft), 0, durable: false, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> StaleAsync(DateTimeOffset before, CancellationToken cancellation = default) =>
        new(store.Read(connection => Drafts.Stale(connection, before.ToUnixTimeMilliseconds())));

    private async ValueTask<IncomingBlob> ReceiveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        // What becomes rows need not be copied: the caller waits until it has.
        if (content.Length <= Pieces.Longest) return new IncomingBlob(store, content);
        IncomingBlob incoming = await IncomingBlob.BeginAsync(store, content.Length, cancellation);
        try
        {
            incoming.Add(new ReadOnlySequence<byte>(content));
            return incoming;
        }
        catch
        {
            incoming.Dispose();
            throw;
        }
    }

    private static KeyNotFoundException Missing(BlobId blob) => new($"There is no blob {blob}.");
}
