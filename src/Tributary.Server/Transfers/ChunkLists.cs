using System.Collections.Concurrent;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>The digests of the chunks of blobs, computed once for all that ask.</summary>
internal sealed class ChunkLists(IBlobStore blobs)
{
    /// <summary>The length of a chunk.</summary>
    public const int ChunkBytes = 256 << 10;

    private const int MostRemembered = 64;

    private readonly ConcurrentDictionary<BlobId, Lazy<Task<ChunksMessage>>> _known = new();

    public async Task<ChunksMessage> GetAsync(BlobId blob)
    {
        if (_known.Count >= MostRemembered) _known.Clear();
        Lazy<Task<ChunksMessage>> list = _known.GetOrAdd(blob, id => new(() => ComputeAsync(id)));
        try
        {
            return await list.Value;
        }
        catch
        {
            _known.TryRemove(new(blob, list)); // what failed is not remembered
            throw;
        }
    }

    private async Task<ChunksMessage> ComputeAsync(BlobId blob)
    {
        long length = await blobs.StatAsync(blob) ?? throw Refuse.NotFound();
        var chunks = new List<BlobId>();
        byte[] chunk = new byte[ChunkBytes];
        for (long offset = 0; offset < length; offset += ChunkBytes)
            chunks.Add(BlobId.Of(chunk.AsSpan(0, await blobs.ReadAsync(blob, offset, chunk))));
        return new ChunksMessage(length, ChunkBytes, chunks);
    }
}
