using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>A coordinator's answer to one update, as it is kept for whoever wants to check it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Site">Who sent the update.</param>
/// <param name="Body">The digest of what was sent.</param>
/// <param name="Accepted">Whether it counts.</param>
/// <param name="Reason">Why it does not.</param>
/// <param name="Entry">What the run's ledger says about it, with the proof.</param>
public sealed record KeptReceipt(
    string Run, int Round, string Site, BlobId Body, bool Accepted, DropReason? Reason = null, LedgerEntry? Entry = null);
