using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Closes a round once a share of the wanted updates has come, or nobody is left to wait for.</summary>
public sealed record FractionPacing : IPacing, IChecked
{
    /// <summary>The share of the updates that the round wants, above 0 and up to 1.</summary>
    public required double Fraction { get; init; }

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
        if (!(Fraction > 0 && Fraction <= 1))
            yield return Problem.OutOfRange($"{path}.fraction",
                $"'fraction' closes a round after the share {Fraction} of its updates, which is not a share. " +
                "Give a number above 0 and up to 1, such as 0.8.");
        foreach (Problem problem in Patience.Check(path, DeadlineSeconds, OverSelection)) yield return problem;
    }

    /// <inheritdoc/>
    public int Invite(int wanted) => Patience.Times(OverSelection, wanted);

    /// <inheritdoc/>
    public bool ShouldClose(RoundState round, DateTimeOffset now) =>
        round.Waiting.IsEmpty || round.Received.Count >= Math.Max(1, Patience.Times(Fraction, round.Wanted));
}
