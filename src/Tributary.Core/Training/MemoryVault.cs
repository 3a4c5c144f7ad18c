using System.Collections.Concurrent;

namespace Tributary.Core;

/// <summary>A vault that lasts as long as the process.</summary>
public sealed class MemoryVault : IVault
{
    private readonly ConcurrentDictionary<string, float[]> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<float[]?> LoadAsync(string name, CancellationToken cancellation = default) => new(_kept.GetValueOrDefault(name));

    /// <inheritdoc/>
    public ValueTask StoreAsync(IReadOnlyDictionary<string, float[]> values, CancellationToken cancellation = default)
    {
        foreach ((string name, float[] value) in values) _kept[name] = value;
        return default;
    }
}
