namespace Tributary.Core;

/// <summary>
/// What one client remembers, its stages and its trainer: what they store in a round counts from the moment its update is accepted.
/// </summary>
/// <param name="vault">Keeps it between rounds.</param>
public sealed class ClientMemory(IVault vault)
{
    private readonly Dictionary<string, float[]> _changes = new(StringComparer.Ordinal);

    /// <summary>What has been stored in this round and does not count yet.</summary>
    public IReadOnlyDictionary<string, float[]> Changes => _changes;

    /// <summary>What the last accepted round left under <paramref name="name"/>, or null; not to be changed.</summary>
    public ValueTask<float[]?> LoadAsync(string name, CancellationToken cancellation = default) => vault.LoadAsync(name, cancellation);

    /// <summary>Keeps <paramref name="values"/> for the rounds after this one, if its update is accepted; takes ownership.</summary>
    public void Store(string name, float[] values) => _changes[name] = values;
}
