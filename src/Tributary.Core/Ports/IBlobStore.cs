namespace Tributary.Core;

/// <summary>Content-addressed storage of models, optimizer states and updates.</summary>
public interface IBlobStore
{
    /// <summary>Keeps <paramref name="content"/> and returns its address; keeping the same content twice is one blob.</summary>
    async ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        var id = BlobId.Of(content.Span);
        await PutAsync(id, content, cancellation);
        return id;
    }

    /// <summary>Keeps <paramref name="content"/> whose address the caller has computed.</summary>
    ValueTask PutAsync(BlobId id, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>Keeps <paramref name="content"/> that nobody will change any more: a store in memory need not copy it.</summary>
    async ValueTask<BlobId> GiveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        await PutAsync(content, cancellation);

    /// <summary>The content at an address.</summary>
    /// <exception cref="KeyNotFoundException">There is no such blob.</exception>
    ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId blob, CancellationToken cancellation = default);

    /// <summary>A part of a blob, for those who want it bit by bit.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="offset">Where the part begins; from zero to the blob's length.</param>
    /// <param name="part">Takes the bytes.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The number of bytes read: all that <paramref name="part"/> has room for, or those up to the end.</returns>
    /// <exception cref="KeyNotFoundException">There is no such blob.</exception>
    async ValueTask<int> ReadAsync(BlobId blob, long offset, Memory<byte> part, CancellationToken cancellation = default)
    {
        ReadOnlyMemory<byte> content = await GetAsync(blob, cancellation);
        content = content[checked((int)offset)..];
        if (content.Length > part.Length) content = content[..part.Length];
        content.CopyTo(part);
        return content.Length;
    }

    /// <summary>The length of a blob, or null where there is none.</summary>
    ValueTask<long?> StatAsync(BlobId blob, CancellationToken cancellation = default);

    /// <summary>Forgets a blob; not an error where there is none.</summary>
    ValueTask DeleteAsync(BlobId blob, CancellationToken cancellation = default);
}
