using Tributary.Tensors;

namespace Tributary.Simulation;

/// <summary>All clients are equally fast.</summary>
public sealed record ConstantSpeed : ISpeed
{
    /// <inheritdoc/>
    public double Draw(RandomStream random) => 1;
}
