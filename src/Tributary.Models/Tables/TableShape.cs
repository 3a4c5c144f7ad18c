namespace Tributary.Models;

/// <summary>What the rows of a table look like: its columns in order, and the one that is usually predicted.</summary>
public sealed record TableShape
{
    /// <summary>The columns, at least one, in the order of the cells of a row.</summary>
    public required IReadOnlyList<ColumnShape> Columns { get; init; }

    /// <summary>The name of the label's column, which has values and no numbers; null where nothing is predicted.</summary>
    public string? Label { get; init; }

    /// <summary>The place of the label among the columns, or -1.</summary>
    public int LabelIndex() => Label is null ? -1 : Find(Label);

    /// <summary>The place of a column by its name, or -1.</summary>
    public int Find(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
            if (Columns[i].Name == name) return i;
        return -1;
    }

    /// <summary>Whether rows of both shapes mean the same by every cell.</summary>
    public bool Fits(TableShape other) =>
        Label == other.Label && Columns.Count == other.Columns.Count
            && Columns.Zip(other.Columns).All(pair => Same(pair.First, pair.Second));

    private static bool Same(ColumnShape one, ColumnShape other) =>
        one.Name == other.Name && one.IsNumeric == other.IsNumeric
            && (one.Values is null || one.Values.SequenceEqual(other.Values!, StringComparer.Ordinal));
}
