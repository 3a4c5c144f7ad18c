namespace Tributary.Security;

/// <summary>What stands in the metadata of a <see cref="CommittedSum"/>.</summary>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Cohort">The clients that the ranges were planned for.</param>
/// <param name="Clients">Whose updates are in the sum, in the order of their commitments.</param>
/// <param name="Segments">How the words are divided.</param>
internal sealed record CommittedSumHeader(
    string Run, int Round, int Cohort, IReadOnlyList<string> Clients, IReadOnlyList<CommittedSegment> Segments);
