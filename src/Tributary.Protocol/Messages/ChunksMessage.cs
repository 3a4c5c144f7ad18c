using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>What a blob is made of; since 1.1.</summary>
/// <param name="Length">Bytes of the blob.</param>
/// <param name="ChunkBytes">Bytes of every chunk but the last.</param>
/// <param name="Chunks">The digests of the chunks, in order.</param>
public sealed record ChunksMessage(long Length, int ChunkBytes, IReadOnlyList<BlobId> Chunks);
