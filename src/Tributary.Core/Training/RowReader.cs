namespace Tributary.Core;

/// <summary>Copies one row of a table.</summary>
/// <param name="row">From zero.</param>
/// <param name="values">As long as the table has columns.</param>
public delegate void RowReader(int row, Span<float> values);
