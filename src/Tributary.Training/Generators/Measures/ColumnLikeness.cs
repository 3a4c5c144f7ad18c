namespace Tributary.Training;

/// <summary>How alike a column is in a generated table and in a real one.</summary>
/// <param name="Name">The column.</param>
/// <param name="Score">From 0 to 1, where they cannot be told apart.</param>
public sealed record ColumnLikeness(string Name, double Score);
