namespace Tributary.Core;

/// <summary>An update was taken; its body is in the blob store until the round is published.</summary>
public sealed record UpdateReceived(DateTimeOffset At, RoundId Round, ClientId Client, BlobId Body, long Bytes) : RunEvent(At);
