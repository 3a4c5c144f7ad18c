using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Simulation;

/// <summary>Speeds whose logarithm is normal: a long tail of slow clients, as among phones.</summary>
public sealed record LogNormalSpeed : ISpeed, IChecked
{
    /// <summary>The standard deviation of the logarithm; at 0.5 one client in twenty is 2.3 times slower than typical.</summary>
    public double Sigma { get; init; } = 0.5;

    /// <inheritdoc/>
    public double Draw(RandomStream random) => Elementary.Exp(Sigma * random.NextNormal());

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Sigma is not (>= 0 and <= 5))
            yield return Problem.OutOfRange($"{path}.sigma",
                $"A spread of {Sigma} would put clients more than e^15 apart. Give a number from 0 to 5.");
    }
}
