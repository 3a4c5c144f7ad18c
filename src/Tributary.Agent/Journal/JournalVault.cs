using System.Runtime.InteropServices;
using Tributary.Core;

namespace Tributary.Agent;

/// <summary>What the stages of one run remember at this site, durably.</summary>
/// <param name="journal">The agent's journal.</param>
/// <param name="run">The run.</param>
public sealed class JournalVault(AgentJournal journal, string run) : IVault
{
    /// <inheritdoc/>
    public async ValueTask<float[]?> LoadAsync(string name, CancellationToken cancellation = default) =>
        journal.State.Runs.GetValueOrDefault(run)?.Vault.TryGetValue(name, out BlobId blob) == true
            ? MemoryMarshal.Cast<byte, float>((await journal.Blobs.GetAsync(blob, cancellation)).Span).ToArray()
            : null;

    /// <inheritdoc/>
    public async ValueTask StoreAsync(IReadOnlyDictionary<string, float[]> values, CancellationToken cancellation = default) =>
        await journal.AppendAsync(new VaultStored(journal.Now, run, await PutAsync(journal, values, cancellation)), cancellation);

    /// <summary>Stores values as blobs.</summary>
    internal static async ValueTask<IReadOnlyDictionary<string, BlobId>> PutAsync(
        AgentJournal journal, IReadOnlyDictionary<string, float[]> values, CancellationToken cancellation)
    {
        var blobs = new SortedDictionary<string, BlobId>(StringComparer.Ordinal);
        foreach ((string name, float[] value) in values)
            blobs[name] = await journal.Blobs.PutAsync(MemoryMarshal.AsBytes(value.AsSpan()).ToArray(), cancellation);
        return blobs;
    }
}
