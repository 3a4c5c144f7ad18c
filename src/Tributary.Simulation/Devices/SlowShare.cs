using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Simulation;

/// <summary>Most clients are alike, and a share of them is slower by a factor.</summary>
public sealed record SlowShare : ISpeed, IChecked
{
    /// <summary>The share of slow clients, from 0 to 1.</summary>
    public double Share { get; init; } = 0.1;

    /// <summary>How many times slower they are; at least 1.</summary>
    public double Slower { get; init; } = 10;

    /// <inheritdoc/>
    public double Draw(RandomStream random) => random.NextDouble() < Share ? 1 / Slower : 1;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Share is not (>= 0 and <= 1))
            yield return Problem.OutOfRange($"{path}.share", $"{Share} is no share of the clients. Give a number from 0 to 1.");
        if (Slower is not (>= 1 and <= 1e6))
            yield return Problem.OutOfRange($"{path}.slower",
                $"Slow clients cannot be {Slower} times slower. Give a factor of 1 or above.");
    }
}
