namespace Tributary.Protocol;

/// <summary>One event among the evidence of a round: a leaf of the run's ledger, and the way to the checkpoint.</summary>
/// <param name="Event">The event as it is logged: the leaf, base64.</param>
/// <param name="Index">The leaf's number.</param>
/// <param name="Proof">The inclusion proof: hashes, base64.</param>
public sealed record EvidenceEntry(string Event, long Index, IReadOnlyList<string> Proof);
