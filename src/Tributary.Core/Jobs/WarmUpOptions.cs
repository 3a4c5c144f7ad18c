using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Options of a rise to the full learning rate, and of a fall along a cosine after it where one is wanted.</summary>
public sealed record WarmUpOptions : IChecked
{
    /// <summary>The number of rising steps.</summary>
    public required long Steps { get; init; }

    /// <summary>The number of falling steps after that, or null to stay.</summary>
    public long? Decay { get; init; }

    /// <summary>The last factor of the fall.</summary>
    public double Floor { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Steps < 1) yield return Problem.OutOfRange($"{path}.steps", $"A learning rate cannot rise in {Steps} steps. Give at least 1.");
        if (Decay is < 1)
            yield return Problem.OutOfRange($"{path}.decay",
                $"A learning rate cannot fall in {Decay} steps. Give at least 1, or leave it out to stay.");
        if (Floor is not (>= 0 and <= 1))
            yield return Problem.OutOfRange($"{path}.floor",
                $"The last factor {Floor} is not a share of the learning rate. Give a number from 0 to 1.");
    }

    /// <summary>The schedule with these options.</summary>
    public Schedule ToSchedule() => new LinearWarmUp
    {
        Steps = Steps,
        Then = Decay is { } steps ? new CosineDecay { Steps = steps, Floor = Floor } : Schedule.Constant,
    };
}
