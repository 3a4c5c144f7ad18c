namespace Tributary.Simulation;

/// <summary>A point of a curve, in the units of its data.</summary>
internal readonly record struct ChartPoint(double X, double Y);
