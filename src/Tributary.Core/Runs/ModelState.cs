using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What a run is learning: the model and the server optimizer's memory.</summary>
public sealed record ModelState(ParameterSet Model, OptimizerState Optimizer)
{
    internal RoundMemory Memory { get; } = new();
}
