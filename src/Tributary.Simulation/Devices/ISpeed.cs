using Tributary.Tensors;

namespace Tributary.Simulation;

/// <summary>How fast clients are, compared with each other.</summary>
public interface ISpeed
{
    /// <summary>Draws one client's factor on the typical speed; above zero.</summary>
    double Draw(RandomStream random);
}
