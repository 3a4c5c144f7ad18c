namespace Tributary.Core;

/// <summary>A round with steps asks the next of them, or, once those before it are over, for updates.</summary>
/// <param name="At">When.</param>
/// <param name="Round">The round.</param>
/// <param name="Step">The step's name, or <see cref="RoundState.UpdateStep"/>. The first step after the close begins with the close.</param>
/// <param name="Asked">The clients that are asked, in order of invitation.</param>
public sealed record StepOpened(DateTimeOffset At, RoundId Round, string Step, IReadOnlyList<ClientId> Asked) : RunEvent(At);
