namespace Tributary.Core;

/// <summary>A coordinator's answer to an update.</summary>
/// <param name="Body">The digest of what was received.</param>
/// <param name="Accepted">Whether it counts in the round's aggregate.</param>
/// <param name="Reason">Why it does not, or null.</param>
public sealed record Receipt(BlobId Body, bool Accepted, DropReason? Reason);
