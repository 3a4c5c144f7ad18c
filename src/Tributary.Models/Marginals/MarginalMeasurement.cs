namespace Tributary.Models;

/// <summary>Counts of rows by the values of some attributes, with noise or without.</summary>
/// <param name="Counts">A count a cell.</param>
/// <param name="Sigma">The standard deviation of the noise of every count; one where there is none.</param>
public sealed record MarginalMeasurement(Factor Counts, double Sigma);
