namespace Tributary.Simulation;

/// <summary>One bar of a group.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its length, in the units of the axis.</param>
/// <param name="Style">The style class that draws it: <c>alone</c>, <c>federated</c> or <c>pooled</c>.</param>
internal sealed record Bar(string Label, double Value, string Style);
