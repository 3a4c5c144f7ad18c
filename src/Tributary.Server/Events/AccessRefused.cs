namespace Tributary.Server;

/// <summary>Somebody was refused. Under attack only some refusals are logged, and the others counted.</summary>
/// <param name="At">When.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="Who">A site, a person or an address.</param>
/// <param name="What">Method and path.</param>
/// <param name="Unlogged">Refusals with the same code since the last event that were not logged.</param>
public sealed record AccessRefused(DateTimeOffset At, string Code, string Who, string What, long Unlogged) : ServiceEvent(At);
