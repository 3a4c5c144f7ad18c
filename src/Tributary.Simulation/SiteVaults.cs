using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>What simulated clients keep between rounds; a client that keeps nothing takes no memory.</summary>
internal sealed class SiteVaults
{
    private readonly ConcurrentDictionary<ClientId, MemoryVault> _vaults = [];

    /// <summary>A client's vault, made when something is first stored in it.</summary>
    public IVault Of(ClientId client) => new LazyVault(this, client);

    private sealed class LazyVault(SiteVaults owner, ClientId client) : IVault
    {
        public ValueTask<float[]?> LoadAsync(string name, CancellationToken cancellation) =>
            owner._vaults.TryGetValue(client, out MemoryVault? vault) ? vault.LoadAsync(name, cancellation) : default;

        public ValueTask StoreAsync(IReadOnlyDictionary<string, float[]> values, CancellationToken cancellation) =>
            owner._vaults.GetOrAdd(client, _ => new MemoryVault()).StoreAsync(values, cancellation);
    }
}
