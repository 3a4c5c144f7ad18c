using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>The description of a model, as a job gives it; makes models for data of a given shape.</summary>
public interface IArchitecture
{
    /// <summary>Builds the network with its objective.</summary>
    /// <param name="data">What the examples look like.</param>
    /// <param name="capacity">The largest batch.</param>
    /// <param name="initialization">Where first values are drawn from, each tensor by its own name.</param>
    /// <exception cref="DataException">This kind of model cannot learn from this kind of data.</exception>
    Model Build(DataShape data, int capacity, RandomStream initialization);
}
