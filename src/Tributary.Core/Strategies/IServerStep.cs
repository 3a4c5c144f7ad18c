using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What the server does with the averaged change of a round of training.</summary>
public interface IServerStep
{
    /// <summary>Looks whether the step can work with a model and with what is left of its answers; pure.</summary>
    /// <param name="layout">The model's tensors.</param>
    /// <param name="folded">What the aggregator folds.</param>
    /// <exception cref="CompositionException">It cannot; the message says why and what to do.</exception>
    void Check(ParameterLayout layout, UpdateSpec folded)
    {
    }

    /// <summary>Changes the model and the optimizer's state in place.</summary>
    /// <param name="state">The model that the clients started from.</param>
    /// <param name="change">By name, the averages of what is shared, and whatever else the aggregator adds.</param>
    void Apply(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change);
}
