namespace Tributary.Cli;

/// <summary>Lines of a table that is printed row by row: the first cell on the left, the others below their titles on the right.</summary>
internal sealed class Columns(int first, params string[] titles)
{
    private const int Narrowest = 9, Gap = 2;

    /// <summary>The titles.</summary>
    public string Header => Line(titles);

    /// <summary>A row of at most as many cells as there are titles; the last column is text and stands on the left.</summary>
    public string Line(IReadOnlyList<string> cells) => string.Concat(cells.Select(Place)).TrimEnd();

    private string Place(string cell, int column) => column == 0
        ? cell.PadRight(first)
        : new string(' ', Gap) + (column == titles.Length - 1 ? cell : cell.PadLeft(Math.Max(titles[column].Length, Narrowest)));

    /// <summary>Milliseconds with as many digits as they deserve.</summary>
    public static string Milliseconds(double value) => value.ToString(value < 1 ? "0.0000" : value < 100 ? "0.00" : "0.0");
}
