namespace Tributary.Core;

/// <summary>How a job runs between machines.</summary>
public sealed record FieldOptions : IChecked
{
    /// <summary>The sites that take part, in the order of their numbers; null for all that are enrolled when the job is submitted.</summary>
    public IReadOnlyList<string>? Sites { get; init; }

    /// <summary>The longest that a round may take where the pacing has no deadline, in hours.</summary>
    public double LongestRoundHours { get; init; } = 24;

    /// <summary>The longest that a run waits for its smallest cohort before it fails, in hours.</summary>
    public double PatienceHours { get; init; } = 14 * 24;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Sites is [] || Sites?.Distinct(StringComparer.Ordinal).Count() < Sites?.Count)
            yield return Problem.OutOfRange($"{path}.sites",
                "The list of sites is empty or names one twice, and each takes part once. Name each site once, or leave 'sites' out.");
        if (!(LongestRoundHours > 0))
            yield return Problem.OutOfRange($"{path}.longestRoundHours",
                $"A round of {LongestRoundHours} hours ends before it begins. Give a number above zero.");
        if (!(PatienceHours > 0))
            yield return Problem.OutOfRange($"{path}.patienceHours",
                $"A run that waits {PatienceHours} hours for its clients never begins. Give a number above zero.");
    }
}
