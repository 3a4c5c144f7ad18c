namespace Tributary.Core;

/// <summary>What it takes to check a published round: kept for some rounds.</summary>
/// <param name="Documents">What stages published, by stage.</param>
/// <param name="Before">The model that the round began with.</param>
public sealed record PublishedProof(IReadOnlyDictionary<string, BlobId> Documents, ModelVersion Before)
{
    /// <summary>All of its blobs.</summary>
    public IEnumerable<BlobId> Blobs => Documents.Values.Append(Before.Model).Append(Before.Optimizer);
}
