namespace Tributary.Core;

/// <summary>
/// An event on a sample of fixed size, drawn without replacement; neighbours differ by replacing one, and the inner event's sensitivity is
/// that of a replacement (twice a norm bound).
/// </summary>
/// <param name="Population">How many there are to draw from.</param>
/// <param name="Sample">How many are drawn each time, at most the population.</param>
/// <param name="Event">What is done to the sample.</param>
public sealed record FixedSizeSampledEvent(long Population, long Sample, DpEvent Event) : DpEvent
{
    /// <summary>The probability that one is drawn.</summary>
    public double Share => (double)Sample / Population;

    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) =>
    [
        .. CheckCount(Population, "population", path), .. CheckCount(Sample, "sample", path), .. Event.Check($"{path}.event"),
        .. Sample <= Population ? Array.Empty<Problem>() : [Problem.Privacy($"{path}.sample",
            $"A sample of {Sample} cannot be drawn from {Population} without putting back. Give a number up to the population.")],
    ];
}
