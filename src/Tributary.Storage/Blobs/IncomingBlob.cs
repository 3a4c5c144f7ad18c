using System.Buffers;
using Tributary.Core;

namespace Tributary.Storage;

/// <summary>Content that goes to its place beside the store as it comes, or into memory where it is short or has no such place.</summary>
internal sealed class IncomingBlob : IIncomingBlob
{
    private readonly SqliteStore _store;
    private readonly byte[]? _buffer;
    private ReadOnlyMemory<byte> _bytes;
    private Extent? _room;
    private long _length;

    /// <summary>Content that is there already.</summary>
    public IncomingBlob(SqliteStore store, ReadOnlyMemory<byte> bytes)
    {
        _store = store;
        _bytes = bytes;
        _length = bytes.Length;
    }

    private IncomingBlob(SqliteStore store, Extent? room, long length)
    {
        _store = store;
        _room = room;
        if (room is null) _buffer = new byte[length];
    }

    /// <inheritdoc/>
    public long Length => _length;

    /// <summary>Finds a place.</summary>
    public static async ValueTask<IncomingBlob> BeginAsync(SqliteStore store, long length, CancellationToken cancellation) =>
        new(store, length > Pieces.Longest ? await store.TakeRoomAsync(length, cancellation) : null, length);

    /// <inheritdoc/>
    public void Add(in ReadOnlySequence<byte> bytes)
    {
        if (_room is { } room)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, room.Length - _length);
            _store.File.Write(room.At + _length, bytes);
        }
        else
        {
            bytes.CopyTo(_buffer.AsSpan((int)_length));
            _bytes = _buffer.AsMemory(0, (int)(_length + bytes.Length));
        }
        _length += bytes.Length;
    }

    /// <inheritdoc/>
    public async ValueTask KeepAsync(BlobId blob, CancellationToken cancellation = default) => await KeepAsync(
        (connection, piece) => Contents.Put(connection, blob, piece), kept => kept, durable: true, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(string draft, long offset, CancellationToken cancellation = default)
    {
        (long at, long end) = (_store.Clock.GetUtcNow().ToUnixTimeMilliseconds(), offset + _length);
        return KeepAsync(
            (connection, piece) => Drafts.Append(connection, draft, offset, piece, at), length => length == end && end > offset,
            durable: false, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_room is { } room) _store.Space.GiveRest(room, 0);
        _room = null;
    }

    /// <summary>Says in the store where the content is.</summary>
    /// <param name="name">Says it.</param>
    /// <param name="isKept">Whether it has been said: else the place is free.</param>
    /// <param name="durable">Whether it must outlive a loss of power.</param>
    /// <param name="cancellation">Cancels while the operation waits.</param>
    private async ValueTask<T> KeepAsync<T>(
        Func<Connection, Piece, T> name, Func<T, bool> isKept, bool durable, CancellationToken cancellation)
    {
        if (_room is not { } room) return await _store.WriteAsync(name, new Piece(_bytes), durable, cancellation);
        Extent used = room with { Length = _length };
        _room = null;
        T answer;
        try
        {
            answer = await _store.WriteAsync(name, new Piece(default, used), durable, cancellation);
        }
        catch
        {
            _store.Space.Give([room]); // it may have been said all the same
            throw;
        }
        _store.Space.GiveRest(room, isKept(answer) ? _length : 0);
        return answer;
    }
}
