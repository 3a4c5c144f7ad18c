namespace Tributary.Models;

/// <summary>The least and the greatest number of a column, as whoever knows the data says; nobody's rows are asked.</summary>
/// <param name="Minimum">The least; what is below counts as this.</param>
/// <param name="Maximum">The greatest; what is above counts as this.</param>
public sealed record ColumnBounds(double Minimum, double Maximum);
