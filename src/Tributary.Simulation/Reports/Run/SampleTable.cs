namespace Tributary.Simulation;

/// <summary>Generated rows.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows, each with one cell a column.</param>
public sealed record SampleTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
