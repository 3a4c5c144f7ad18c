using System.Text.Json.Serialization;

namespace Tributary.Simulation;

/// <summary>The generator that sites made together, and what they filled up with it.</summary>
public sealed record BalanceSummary
{
    /// <summary>The generator's name in jobs.</summary>
    public required string Generator { get; init; }

    /// <summary>The rounds in which it was made, in order.</summary>
    public required IReadOnlyList<RoundSummary> Rounds { get; init; }

    /// <summary>How many examples of each class a site trained on at least.</summary>
    public required int Examples { get; init; }

    /// <summary>How many examples each site generated, in the order of sites; none of them is measured on.</summary>
    public required IReadOnlyList<int> Generated { get; init; }

    /// <summary>The epsilon of one image that the generator's one release costs; null where it promises nothing.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The delta that belongs to it.</summary>
    public double? Delta { get; init; }

    /// <summary>From the generator's first round to the last generated example.</summary>
    public required double Seconds { get; init; }

    /// <summary>What its rounds sent to the coordinator.</summary>
    public long BytesUp => Rounds.Sum(round => round.BytesUp);

    /// <summary>What its rounds sent to the sites.</summary>
    public long BytesDown => Rounds.Sum(round => round.BytesDown);

    /// <summary>All of it in a sentence.</summary>
    [JsonIgnore]
    public string Sentence =>
        $"Classes filled up to {Examples:N0} examples at every site: {Generated.Sum():N0} images from '{Generator}', made in "
        + $"{Rounds.Count} round{(Rounds.Count == 1 ? "" : "s")}{Promise}, with {BytesUp / 1e6:0.0} MB up and {Seconds:0.0} s.";

    private string Promise => Epsilon is { } epsilon
        ? $" (epsilon {epsilon:0.##} at delta {Delta:0.#e-0} for one image, in this release; training is not covered)"
        : "";
}
