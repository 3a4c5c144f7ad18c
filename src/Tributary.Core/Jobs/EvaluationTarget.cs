namespace Tributary.Core;

/// <summary>A measure that the model should reach.</summary>
/// <param name="Metric">The metric's name, such as <c>accuracy</c>.</param>
/// <param name="Value">The least value, or the greatest where <paramref name="LowerIsBetter"/>.</param>
/// <param name="Stop">Whether training ends there.</param>
/// <param name="LowerIsBetter">True for losses and distances.</param>
public sealed record EvaluationTarget(string Metric, double Value, bool Stop = true, bool LowerIsBetter = false)
{
    /// <summary>Whether an evaluation reaches the target; never without the metric.</summary>
    public bool IsReachedBy(IReadOnlyDictionary<string, double> evaluation) =>
        evaluation.TryGetValue(Metric, out double measured) && (LowerIsBetter ? measured <= Value : measured >= Value);
}
