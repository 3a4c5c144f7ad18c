namespace Tributary.Training;

/// <summary>Rows of a declared table that are left out for the same reason.</summary>
/// <param name="Column">The job's name of the column whose cell cannot be used; the file's name of the one that names people.</param>
/// <param name="Fault">Why.</param>
/// <param name="Count">How many rows, at least one.</param>
/// <param name="FirstLines">The lines of the file, from 1, on which the first of them stand; at most <see cref="MostLines"/>.</param>
public sealed record RowsLeftOut(string Column, RowFault Fault, int Count, IReadOnlyList<int> FirstLines)
{
    /// <summary>How many lines are named.</summary>
    public const int MostLines = 5;

    /// <summary>A clause without a value of any row: <c>4 have no 'ca' (lines 167, 193, 288, 303)</c>.</summary>
    public override string ToString()
    {
        string what = Fault switch
        {
            RowFault.Missing => $"no '{Column}'",
            RowFault.NotANumber => $"no number for '{Column}'",
            RowFault.OutOfRange => $"a number out of range for '{Column}'",
            _ => $"an unknown value for '{Column}'",
        };
        string lines = string.Join(", ", FirstLines) + (Count > FirstLines.Count ? " and more" : "");
        return $"{Count} {(Count == 1 ? "has" : "have")} {what} ({(Count == 1 ? "line" : "lines")} {lines})";
    }
}
