namespace Tributary.Training;

/// <summary>How alike a column is in a generated table and in a real one.</summary>
/// <param name="Name">The column.</param>
/// <param name="Score">From 0 to 1, where they cannot be told apart.</param>
/// <param name="Adherence">
/// The share of generated cells that could be real: numbers within the least and the greatest real one, names that occur in real rows, and
/// missing cells where real ones are missing.
/// </param>
public sealed record ColumnLikeness(string Name, double Score, double Adherence);
