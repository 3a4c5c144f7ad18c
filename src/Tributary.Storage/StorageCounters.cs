namespace Tributary.Storage;

/// <summary>What a store has written since it was opened.</summary>
/// <param name="Operations">Appends, puts, pieces and deletions that were done.</param>
/// <param name="Commits">Transactions that did them: fewer than operations, where callers share them.</param>
/// <param name="Syncs">Commits that waited until the disk had everything: all but those of nothing except drafts.</param>
public sealed record StorageCounters(long Operations, long Commits, long Syncs);
