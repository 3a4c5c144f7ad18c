namespace Tributary.Core;

/// <summary>A run begins with this model.</summary>
public sealed record RunStarted(DateTimeOffset At, string Job, ulong Seed, ModelVersion Model) : RunEvent(At);
