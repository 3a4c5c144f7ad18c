using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Waits for every invited client that has not dropped out.</summary>
public sealed record AllPacing : IPacing, IChecked
{
    /// <summary>Seconds after which a round closes with whatever has come, or null to wait for as long as it takes.</summary>
    public double? DeadlineSeconds { get; init; }

    /// <summary>How many clients are invited for each that is wanted, 1 or more, so that enough are left when some drop out.</summary>
    public double OverSelection { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public TimeSpan? Deadline => Patience.Deadline(DeadlineSeconds);

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path) => Patience.Check(path, DeadlineSeconds, OverSelection);

    /// <inheritdoc/>
    public int Invite(int wanted) => Patience.Times(OverSelection, wanted);

    /// <inheritdoc/>
    public bool ShouldClose(RoundState round, DateTimeOffset now) => round.Waiting.IsEmpty;
}
