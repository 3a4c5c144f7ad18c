namespace Tributary.Simulation;

/// <summary>Bars that are compared with each other, under one name.</summary>
internal sealed record BarGroup(string Name, IReadOnlyList<Bar> Bars);
