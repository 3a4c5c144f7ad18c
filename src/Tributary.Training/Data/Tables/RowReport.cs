namespace Tributary.Training;

/// <summary>What became of the rows of a file that was read as a declared table: counts and line numbers, never a value.</summary>
public sealed record RowReport
{
    /// <summary>The number of rows in the file.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// Why rows are left out, in the order of the columns, the label last. A row counts once, for the first of its cells that cannot be
    /// used.
    /// </summary>
    public required IReadOnlyList<RowsLeftOut> LeftOut { get; init; }

    /// <summary>The number of rows that are used.</summary>
    public int Used => Rows - LeftOut.Sum(reason => reason.Count);

    /// <summary>The reasons in one clause, empty where there are none.</summary>
    internal string Reasons => string.Join("; ", LeftOut);

    /// <summary>The report a line at a time: what is used, then one line for each reason.</summary>
    public IEnumerable<string> ToLines() => LeftOut.Select(reason => $"  left out: {reason}").Prepend($"{Used} of {Rows} rows used.");

    /// <summary>The report in one line.</summary>
    public override string ToString() => $"{Used} of {Rows} rows used.{(LeftOut is [] ? "" : $" Left out: {Reasons}.")}";
}
