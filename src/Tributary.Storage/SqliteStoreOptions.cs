namespace Tributary.Storage;

/// <summary>How a store is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Tells when events were appended and how old drafts are.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The bytes that neither of the two files is to exceed, the log of the last writes not counted; null for no bound.</summary>
    public long? LargestFile { get; init; }
}
