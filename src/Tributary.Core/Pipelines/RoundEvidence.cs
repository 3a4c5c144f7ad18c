namespace Tributary.Core;

/// <summary>What a stage's document proves of a round, once it has been checked by itself.</summary>
/// <param name="Round">The round.</param>
/// <param name="Cohort">How many clients the numbers were planned for.</param>
/// <param name="Notes">The digest of what each client in the sum left beside its update.</param>
/// <param name="Sum">The sum of all updates, in the form in which they reached the stage.</param>
public sealed record RoundEvidence(RoundId Round, int Cohort, IReadOnlyDictionary<ClientId, BlobId> Notes, RingPayload Sum);
