using Tributary.Core;

namespace Tributary.Agent;

/// <summary>What stages of one run keep at this site, written once and durably.</summary>
/// <param name="journal">The agent's journal.</param>
/// <param name="run">The run.</param>
public sealed class JournalSafe(AgentJournal journal, string run) : ISafe
{
    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> FindAsync(string name, CancellationToken cancellation = default)
    {
        if (journal.State.Runs.GetValueOrDefault(run)?.Safe.TryGetValue(name, out BlobId blob) != true) return null;
        return await journal.Blobs.GetAsync(blob, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> KeepAsync(
        string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        if (await FindAsync(name, cancellation) is { } before) return before;
        BlobId blob = await journal.Blobs.PutAsync(content, cancellation);
        await journal.AppendAsync(new SafeKept(journal.Now, run, name, blob), cancellation);
        return content;
    }
}
