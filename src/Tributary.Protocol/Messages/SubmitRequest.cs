using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>A client hands in an update that it has uploaded.</summary>
/// <param name="Body">The digest of the update.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Signature">Of the site, over <see cref="UpdateStatement"/>, base64.</param>
/// <param name="Notes">The digests of what stages left beside the update, by stage, where they left anything.</param>
public sealed record SubmitRequest(
    BlobId Body, long Length, string Signature, IReadOnlyDictionary<string, BlobId>? Notes = null);
