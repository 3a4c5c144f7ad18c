namespace Tributary.Simulation;

/// <summary>What becomes of an invitation.</summary>
/// <param name="Took">The virtual time from invitation to answer, or to failure.</param>
/// <param name="Fails">Whether the client fails instead of answering.</param>
internal readonly record struct Attempt(TimeSpan Took, bool Fails);
