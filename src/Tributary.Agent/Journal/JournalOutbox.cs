using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tributary.Core;

namespace Tributary.Agent;

/// <summary>Updates of one run that are on their way from this site, durably.</summary>
/// <param name="journal">The agent's journal.</param>
/// <param name="run">The run.</param>
public sealed class JournalOutbox(AgentJournal journal, string run) : IOutbox
{
    /// <summary>Where the run's ledger has the update whose receipt has just come.</summary>
    public long? LedgerIndex { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EncodedUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (PendingUpdate update in journal.State.Runs.GetValueOrDefault(run)?.Pending ?? [])
        {
            var changes = new Dictionary<string, float[]>(StringComparer.Ordinal);
            foreach ((string name, BlobId blob) in update.Changes)
                changes[name] = MemoryMarshal.Cast<byte, float>((await journal.Blobs.GetAsync(blob, cancellation)).Span).ToArray();
            yield return new EncodedUpdate(
                new RoundId(run, update.Round), await journal.Blobs.GetAsync(update.Body, cancellation), changes);
        }
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(EncodedUpdate update, CancellationToken cancellation = default)
    {
        IReadOnlyDictionary<string, BlobId> changes = await JournalVault.PutAsync(journal, update.Changes, cancellation);
        BlobId body = await journal.Blobs.PutAsync(update.Body, cancellation);
        await journal.AppendAsync(new UpdateEncoded(journal.Now, run, update.Round.Number, body, changes), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(RoundId round, Receipt receipt, CancellationToken cancellation = default)
    {
        await journal.AppendAsync(
            new UpdateSettled(journal.Now, run, round.Number, receipt.Accepted, receipt.Reason, LedgerIndex), cancellation);
        LedgerIndex = null;
    }
}
