namespace Tributary.Protocol;

/// <summary>What a coordinator has said of a round that is over, with the proof that it stands in the run's ledger.</summary>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Checkpoint">The signed checkpoint that the proofs lead to.</param>
/// <param name="Entries">
/// Every event from the opening of the round to its end, without a gap; none while the round is not over.
/// </param>
/// <param name="Before">The event that published the model which the round began with.</param>
/// <param name="Latest">The event that published the run's model of now, where that is not one of the others.</param>
/// <param name="Members">The certificates of the sites whose updates came.</param>
/// <param name="State">What stages had left for the round, by name.</param>
public sealed record EvidenceMessage(
    string Run, int Round, string Checkpoint, IReadOnlyList<EvidenceEntry> Entries,
    EvidenceEntry? Before = null, EvidenceEntry? Latest = null,
    IReadOnlyList<MemberMessage>? Members = null, IReadOnlyDictionary<string, double>? State = null);
