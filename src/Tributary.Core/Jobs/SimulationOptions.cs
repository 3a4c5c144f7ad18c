namespace Tributary.Core;

/// <summary>How a simulation's clients behave.</summary>
public sealed record SimulationOptions : IChecked
{
    /// <summary>The probability that a client fails in a round after it has trained, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>How long clients take relative to each other: decides who is late.</summary>
    public Part Speed { get; init; } = Part.Of("constant");

    /// <summary>How many examples a typical client trains on in a second of virtual time; above zero.</summary>
    public double ExamplesPerSecond { get; init; } = 1000;

    /// <summary>How many bytes a typical client receives or sends in a second of virtual time; above zero.</summary>
    public double BytesPerSecond { get; init; } = 1_000_000;

    /// <summary>Random sequences in one client's training text, by which it shows what the model remembers; null for none.</summary>
    public CanaryOptions? Canaries { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Dropout is not (>= 0 and < 1))
            yield return Problem.OutOfRange($"{path}.dropout",
                $"{Dropout} is not a probability below one; if every client fails, no round ends with a model. " +
                "Give a number from 0 to below 1.");
        if (ExamplesPerSecond is not (> 0 and < double.PositiveInfinity))
            yield return Problem.OutOfRange($"{path}.examplesPerSecond",
                $"No client trains on {ExamplesPerSecond} examples a second. Give a number above 0.");
        if (BytesPerSecond is not (> 0 and < double.PositiveInfinity))
            yield return Problem.OutOfRange($"{path}.bytesPerSecond",
                $"No link carries {BytesPerSecond} bytes a second. Give a number above 0.");
    }
}
