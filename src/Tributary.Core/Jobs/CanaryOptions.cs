namespace Tributary.Core;

/// <summary>Random sequences that a simulation puts into one client's training text, to see whether the model remembers them.</summary>
public sealed record CanaryOptions : IChecked
{
    /// <summary>How often each of them stands in the text; at least once.</summary>
    public required int Times { get; init; }

    /// <summary>How many there are, or null for the usual 8.</summary>
    public int? Count { get; init; }

    /// <summary>The tokens of each, or null for the usual 16.</summary>
    public int? Length { get; init; }

    /// <summary>The client that has them, by its number from 1; null for the first.</summary>
    public int? Client { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Times < 1)
            yield return Problem.OutOfRange($"{path}.times", $"A canary that stands {Times} times in a text is none. Give at least 1.");
        if (Count < 1) yield return Problem.OutOfRange($"{path}.count", $"{Count} canaries show nothing. Give at least 1.");
        if (Length < 2)
            yield return Problem.OutOfRange($"{path}.length",
                $"A canary of {Length} tokens has nothing to predict. Give at least 2, such as 16.");
        if (Client < 1) yield return Problem.OutOfRange($"{path}.client", $"Clients are counted from 1, and {Client} is none.");
    }
}
