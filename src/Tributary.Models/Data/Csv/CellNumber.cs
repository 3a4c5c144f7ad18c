using System.Globalization;

namespace Tributary.Models;

/// <summary>Numbers in cells of text.</summary>
internal static class CellNumber
{
    /// <summary>The finite number that a cell spells, or null.</summary>
    public static double? Parse(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    /// <summary>One spelling for equal numbers, so that files which write 1 and 1.0 share a level; other text as it is.</summary>
    public static string Canonical(string cell) => Parse(cell) is { } value ? value.ToString(CultureInfo.InvariantCulture) : cell;

    /// <summary>The distinct values in canonical spelling, numbers in numeric order before other text in ordinal order.</summary>
    public static string[] Levels(IEnumerable<string> cells) =>
        [.. cells.Select(Canonical).Distinct()
            .OrderBy(cell => Parse(cell) ?? double.PositiveInfinity)
            .ThenBy(cell => cell, StringComparer.Ordinal)];
}
