namespace Tributary.Core;

/// <summary>A round asks its question of a cohort.</summary>
public sealed record RoundOpened(
    DateTimeOffset At, RoundId Round, string Question, int BaseVersion, IReadOnlyList<ClientId> Cohort, int Wanted) : RunEvent(At);
