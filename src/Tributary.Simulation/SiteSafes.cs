using System.Collections.Concurrent;
using Tributary.Core;
using Tributary.Security;

namespace Tributary.Simulation;

/// <summary>What simulated clients keep for the whole run, and the public keys that follow; made when first asked for.</summary>
internal sealed class SiteSafes
{
    private readonly ConcurrentDictionary<ClientId, MemorySafe> _safes = [];
    private readonly ConcurrentDictionary<ClientId, ReadOnlyMemory<byte>> _keys = [];

    /// <summary>A client's safe.</summary>
    public ISafe Of(ClientId client) => _safes.GetOrAdd(client, _ => new MemorySafe());

    /// <summary>The key that messages to a client are sealed to.</summary>
    public ReadOnlyMemory<byte> KeyOf(ClientId client) => _keys.GetOrAdd(client, name =>
    {
        using BoxKey key = RunKey.OfAsync(Of(name)).AsTask().GetAwaiter().GetResult(); // a safe in memory never waits
        return key.PublicKey;
    });
}
