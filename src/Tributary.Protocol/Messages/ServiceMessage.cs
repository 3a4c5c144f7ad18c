namespace Tributary.Protocol;

/// <summary>What a coordinator says of itself to anybody.</summary>
/// <param name="Name">Its name, by which sites know it.</param>
/// <param name="Protocol">The version it speaks.</param>
/// <param name="ChunkBytes">The length of the chunks that blobs are compared by.</param>
public sealed record ServiceMessage(string Name, string Protocol, int ChunkBytes);
