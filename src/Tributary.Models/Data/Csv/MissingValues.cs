namespace Tributary.Models;

/// <summary>What becomes of a row with a missing cell in a column that is used.</summary>
public enum MissingValues
{
    /// <summary>An error that names the cell.</summary>
    Refuse,

    /// <summary>The row is left out.</summary>
    DropRow,

    /// <summary>
    /// The cell gets the column's mean where numeric, its most frequent value where categorical; a missing label is refused.
    /// </summary>
    Impute,
}
