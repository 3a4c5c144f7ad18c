namespace Tributary.Core;

/// <summary>
/// What a client in a run must neither lose nor do twice, whatever becomes of an update: its key, its answers as a keeper. Written once.
/// </summary>
public interface ISafe
{
    /// <summary>What is kept under <paramref name="name"/>, or null.</summary>
    ValueTask<ReadOnlyMemory<byte>?> FindAsync(string name, CancellationToken cancellation = default);

    /// <summary>Keeps content under a name for the rest of the run; it is durable when this returns.</summary>
    /// <returns>What is kept under the name: <paramref name="content"/>, or what was there before.</returns>
    ValueTask<ReadOnlyMemory<byte>> KeepAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);
}
