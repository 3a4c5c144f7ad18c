using Tributary.Core;

namespace Tributary.Training;

/// <summary>The names that cells of a declared column may have.</summary>
internal static class ValueList
{
    /// <summary>Everything that is wrong with a list of values.</summary>
    public static IEnumerable<Problem> Check(IReadOnlyList<string> values, string path)
    {
        if (values.Count < 2)
            yield return Problem.OutOfRange(path, "With fewer than two values there is nothing to tell apart. List all that can occur.");
        if (values.Any(string.IsNullOrWhiteSpace))
            yield return Problem.OutOfRange(path, "A value has no name, and an empty cell is a missing one. Name every value.");
        if (values.GroupBy(value => CellValue.Of(value)).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            yield return Problem.OutOfRange(path,
                $"The values '{string.Join("' and '", twice)}' are the same, and a cell could not be told to be the one or the other. "
                + "Keep one.");
    }

    /// <summary>The place of every value in its list.</summary>
    public static Dictionary<CellValue, int> Places(IReadOnlyList<string> values) =>
        values.Select((value, place) => (CellValue.Of(value), place)).ToDictionary();
}
