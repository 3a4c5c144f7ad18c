namespace Tributary.Core;

/// <summary>Tells which blobs a store has, for whoever looks for those that nothing names any more.</summary>
public interface IBlobIndex
{
    /// <summary>The addresses of all blobs, in no order; drafts are none.</summary>
    ValueTask<IReadOnlyList<BlobId>> ListAsync(CancellationToken cancellation = default);
}
