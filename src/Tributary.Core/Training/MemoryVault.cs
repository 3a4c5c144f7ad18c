using System.Collections.Concurrent;

namespace Tributary.Core;

/// <summary>A vault that lasts as long as the process.</summary>
public sealed class MemoryVault : IVault
{
    private readonly ConcurrentDictionary<string, float[]> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public float[]? Load(string name) => _kept.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Store(string name, float[] values) => _kept[name] = values;
}
