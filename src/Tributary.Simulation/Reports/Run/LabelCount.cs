namespace Tributary.Simulation;

/// <summary>How many examples of one label a site holds.</summary>
public sealed record LabelCount(string Label, int Count);
