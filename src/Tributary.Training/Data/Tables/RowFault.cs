namespace Tributary.Training;

/// <summary>Why a cell of a declared table cannot be used.</summary>
public enum RowFault
{
    /// <summary>It is empty or has a mark that stands for nothing.</summary>
    Missing,

    /// <summary>It should be a number and is none.</summary>
    NotANumber,

    /// <summary>It is a number below the column's minimum, above its maximum, or too large for a float.</summary>
    OutOfRange,

    /// <summary>It is none of the column's values, and no spelling that the site has listed.</summary>
    UnknownValue,
}
