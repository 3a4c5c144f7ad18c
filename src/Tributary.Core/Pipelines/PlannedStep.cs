namespace Tributary.Core;

/// <summary>A step of a planned pipeline.</summary>
/// <param name="Stage">The number of the stage that asks it, from zero in client order.</param>
/// <param name="Plan">The step.</param>
public sealed record PlannedStep(int Stage, StepPlan Plan);
