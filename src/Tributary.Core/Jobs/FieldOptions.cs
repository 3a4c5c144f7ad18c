namespace Tributary.Core;

/// <summary>How a job runs between machines.</summary>
public sealed record FieldOptions : IChecked
{
    /// <summary>
    /// The sites that take part, in the order of their numbers; null for all that are enrolled when the job is submitted.
    /// </summary>
    public IReadOnlyList<string>? Sites { get; init; }

    /// <summary>The longest that a round may take where the pacing has no deadline, in seconds.</summary>
    public double LongestRoundSeconds { get; init; } = 86_400;

    /// <summary>The longest that a run waits for its smallest cohort before it fails, in seconds.</summary>
    public double PatienceSeconds { get; init; } = 14 * 86_400;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Sites is [] || Sites?.Distinct(StringComparer.Ordinal).Count() < Sites?.Count)
            yield return Problem.OutOfRange($"{path}.sites",
                "The list of sites is empty or names one twice, and each takes part once. Name each site once, or leave 'sites' out.");
        if (!(LongestRoundSeconds > 0))
            yield return Problem.OutOfRange($"{path}.longestRoundSeconds",
                $"A round of {LongestRoundSeconds} seconds ends before it begins. Give a number above zero.");
        if (!(PatienceSeconds > 0))
            yield return Problem.OutOfRange($"{path}.patienceSeconds",
                $"A run that waits {PatienceSeconds} seconds for its clients never begins. Give a number above zero.");
    }
}
