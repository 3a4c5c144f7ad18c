namespace Tributary.Protocol;

/// <summary>What an evaluator measured of the published model of a run.</summary>
/// <param name="ModelVersion">The number of the model that was measured.</param>
/// <param name="Metrics">Averages over the evaluator's examples, by the metric's name; finite.</param>
public sealed record EvaluationMessage(int ModelVersion, IReadOnlyDictionary<string, double> Metrics);
