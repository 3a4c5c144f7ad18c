using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Closes a round once so many updates have come, or nobody is left to wait for.</summary>
public sealed record CountPacing : IPacing, IChecked
{
    /// <summary>The number of updates, at least one.</summary>
    public required int Count { get; init; }

    /// <summary>Seconds after which a round closes with whatever has come, or null to wait for as long as it takes.</summary>
    public double? DeadlineSeconds { get; init; }

    /// <summary>How many clients are invited for each that is wanted, 1 or more.</summary>
    public double OverSelection { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public TimeSpan? Deadline => Patience.Deadline(DeadlineSeconds);

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Count < 1)
            yield return Problem.OutOfRange($"{path}.count",
                $"'count' closes a round after {Count} updates, and a model needs one to learn from. Give at least 1.");
        foreach (Problem problem in Patience.Check(path, DeadlineSeconds, OverSelection)) yield return problem;
    }

    /// <inheritdoc/>
    public int Invite(int wanted) => Patience.Times(OverSelection, wanted);

    /// <inheritdoc/>
    public bool ShouldClose(RoundState round, DateTimeOffset now) => round.Waiting.IsEmpty || round.Received.Count >= Count;
}
