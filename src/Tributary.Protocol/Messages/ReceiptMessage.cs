using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>A coordinator's answer to an update.</summary>
/// <param name="Body">The digest of what was received.</param>
/// <param name="Accepted">Whether it counts in the round's aggregate.</param>
/// <param name="Reason">Why it does not.</param>
/// <param name="Entry">What the log says about it, with the proof that it does.</param>
public sealed record ReceiptMessage(BlobId Body, bool Accepted, DropReason? Reason = null, LedgerEntry? Entry = null);
