namespace Tributary.Core;

/// <summary>Somebody with test data measured a model; stopping rules read this.</summary>
public sealed record ModelEvaluated(DateTimeOffset At, int Round, IReadOnlyDictionary<string, double> Metrics) : RunEvent(At);
