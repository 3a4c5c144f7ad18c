using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>What a simulation leaves behind.</summary>
/// <param name="Report">Everything that was measured; the model's digest is filled in when it is written.</param>
/// <param name="Model">The trained model.</param>
public sealed record SimulationResult(RunReport Report, ModelFile Model);
