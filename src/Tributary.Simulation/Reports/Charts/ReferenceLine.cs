namespace Tributary.Simulation;

/// <summary>A level to compare a curve with, drawn across the chart.</summary>
/// <param name="Value">The level, in the units of the vertical axis.</param>
/// <param name="Label">What reaches it.</param>
/// <param name="Style">The style class that draws it: <c>alone</c> or <c>pooled</c>.</param>
internal sealed record ReferenceLine(double Value, string Label, string Style);
