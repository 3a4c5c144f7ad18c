namespace Tributary.Core;

/// <summary>How a simulation's clients behave.</summary>
public sealed record SimulationOptions : IChecked
{
    /// <summary>The probability that a client fails in a round after it has trained, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>How long clients take relative to each other: decides who is late.</summary>
    public Part Speed { get; init; } = Part.Of("constant");

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Dropout is not (>= 0 and < 1))
            yield return Problem.OutOfRange($"{path}.dropout", $"{Dropout} is not a probability below one; if every client fails, no round ends with a model. Give a number from 0 to below 1.");
    }
}
