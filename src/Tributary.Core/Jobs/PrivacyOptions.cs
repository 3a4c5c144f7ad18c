namespace Tributary.Core;

/// <summary>What a job promises those whose data it learns from, and how far it may go.</summary>
public sealed record PrivacyOptions : IChecked
{
    /// <summary>The probability with which the promise may fail; below 1 / (number of clients).</summary>
    public required double Delta { get; init; }

    /// <summary>The most epsilon that the run may spend, above 0, or null for whatever its rounds come to.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Whose data one client is.</summary>
    public PrivacyLevel Level { get; init; }

    /// <summary>
    /// The probability of taking part that epsilon counts on, or null for what the selector guarantees; refused where it guarantees less.
    /// </summary>
    public double? SamplingProbability { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Delta > 0 && Delta < 1))
            yield return Problem.OutOfRange($"{path}.delta",
                $"Delta is {Delta}, and it is the probability with which the promise may fail. " +
                "Give a number between 0 and 1, well below 1 / (number of clients), such as 1e-6.");
        if (Epsilon is { } epsilon && !(epsilon > 0 && double.IsFinite(epsilon)))
            yield return Problem.OutOfRange($"{path}.epsilon",
                $"The budget is an epsilon of {epsilon}, with which nothing at all may be learnt. Give a number above 0, such as 3.");
        if (SamplingProbability is { } probability && !(probability > 0 && probability <= 1))
            yield return Problem.OutOfRange($"{path}.samplingProbability",
                $"{probability} is no probability of taking part. Give a number above 0, up to 1, or leave it out.");
    }
}
