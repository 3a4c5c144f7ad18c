using System.Collections.Concurrent;

namespace Tributary.Core;

/// <summary>A safe that lasts as long as the process; any number of threads.</summary>
public sealed class MemorySafe : ISafe
{
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(string name, CancellationToken cancellation = default) =>
        new(_kept.TryGetValue(name, out ReadOnlyMemory<byte> content) ? content : default(ReadOnlyMemory<byte>?));

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> KeepAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        new(_kept.GetOrAdd(name, static (_, content) => content.ToArray(), content));
}
