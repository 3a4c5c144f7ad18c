namespace Tributary.Core;

/// <summary>A stage's name with its plan.</summary>
public sealed record PlannedStage(string Name, StagePlan Plan);
