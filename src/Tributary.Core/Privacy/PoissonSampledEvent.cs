namespace Tributary.Core;

/// <summary>An event on a sample in which each neighbour takes part by a coin of its own.</summary>
/// <param name="Probability">The probability of taking part, above 0, up to 1.</param>
/// <param name="Event">What is done to the sample; its sensitivity is that of one added or removed, whatever the neighbours.</param>
/// <param name="Neighbours">What is compared; replacing one changes the sum by up to twice the sensitivity.</param>
public sealed record PoissonSampledEvent(
    double Probability, DpEvent Event, Neighbours Neighbours = Neighbours.AddOrRemoveOne) : DpEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) => [.. CheckProbability(Probability, path), .. Event.Check($"{path}.event")];
}
