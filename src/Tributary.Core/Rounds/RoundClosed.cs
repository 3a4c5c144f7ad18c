namespace Tributary.Core;

/// <summary>No more updates are taken.</summary>
/// <param name="At">When.</param>
/// <param name="Round">The round.</param>
/// <param name="Included">Whose updates are in the sums, where keepers have to open them.</param>
/// <param name="Keepers">The clients whose answer is awaited, or null where no stage has keepers.</param>
public sealed record RoundClosed(
    DateTimeOffset At, RoundId Round, IReadOnlyList<ClientId>? Included = null, IReadOnlyList<ClientId>? Keepers = null) : RunEvent(At);
