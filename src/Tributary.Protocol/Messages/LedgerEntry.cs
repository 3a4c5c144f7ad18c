namespace Tributary.Protocol;

/// <summary>An event in a run's ledger with the proof that it is there: RFC 6962, section 2.1.1.</summary>
/// <param name="Event">The event as it is logged: the leaf, base64.</param>
/// <param name="Index">The leaf's number.</param>
/// <param name="Proof">The inclusion proof: hashes, base64.</param>
/// <param name="Checkpoint">The signed checkpoint that the proof leads to.</param>
public sealed record LedgerEntry(string Event, long Index, IReadOnlyList<string> Proof, string Checkpoint);
