namespace Tributary.Core;

/// <summary>An update was taken; its body is in the blob store until the round is published.</summary>
/// <param name="At">When.</param>
/// <param name="Round">The round.</param>
/// <param name="Client">Whose.</param>
/// <param name="Body">The digest of the body.</param>
/// <param name="Bytes">The length of the body.</param>
/// <param name="Signature">The client's signature of what it handed in, where it signs.</param>
/// <param name="Notes">The digests of what stages left beside the update, by stage, where they left anything.</param>
public sealed record UpdateReceived(
    DateTimeOffset At, RoundId Round, ClientId Client, BlobId Body, long Bytes, string? Signature = null,
    IReadOnlyDictionary<string, BlobId>? Notes = null)
    : RunEvent(At);
