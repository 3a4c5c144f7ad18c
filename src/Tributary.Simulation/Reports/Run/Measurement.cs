namespace Tributary.Simulation;

/// <summary>A number measured on generated data, with what it means.</summary>
/// <param name="Name">What was measured: <c>recognised as the class asked for</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="IsShare">True where the number is a share of 1 and reads best in per cent.</param>
/// <param name="Note">How it was measured, and what value real data has.</param>
public sealed record Measurement(string Name, double Value, bool IsShare, string? Note = null);
