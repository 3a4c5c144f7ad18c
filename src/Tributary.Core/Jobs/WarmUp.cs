using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>A rising learning rate, then a constant one, or one that falls along half a cosine wave.</summary>
public sealed record WarmUp : IChecked
{
    /// <summary>The number of rising rounds, at least one.</summary>
    public required int Rounds { get; init; }

    /// <summary>The number of falling rounds after them, or null to stay at the full rate.</summary>
    public int? Decay { get; init; }

    /// <summary>The last factor after the decay, from 0 to 1.</summary>
    public double Floor { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Rounds < 1) yield return Problem.OutOfRange($"{path}.rounds", $"A warm-up of {Rounds} rounds is none. Give at least 1, or leave the schedule out.");
        if (Decay < 1) yield return Problem.OutOfRange($"{path}.decay", $"A rate cannot fall within {Decay} rounds. Give at least 1, or leave it out.");
        if (Floor is not (>= 0 and <= 1)) yield return Problem.OutOfRange($"{path}.floor", $"{Floor} is no share of the learning rate. Give a number from 0 to 1.");
    }

    /// <summary>The schedule with these options.</summary>
    public Schedule ToSchedule() => new LinearWarmUp
    {
        Steps = Rounds,
        Then = Decay is { } steps ? new CosineDecay { Steps = steps, Floor = Floor } : Schedule.Constant,
    };
}
