namespace Tributary.Core;

/// <summary>A round asks its question of a cohort.</summary>
/// <param name="At">When.</param>
/// <param name="Round">Which.</param>
/// <param name="Question">The question's name.</param>
/// <param name="BaseVersion">The number of the model it is asked about.</param>
/// <param name="Cohort">The invited clients, in order.</param>
/// <param name="Wanted">How many updates it wants.</param>
/// <param name="Expected">The expected size of the cohort, where each client was drawn by a coin of its own.</param>
public sealed record RoundOpened(
    DateTimeOffset At, RoundId Round, string Question, int BaseVersion, IReadOnlyList<ClientId> Cohort, int Wanted,
    double? Expected = null)
    : RunEvent(At);
