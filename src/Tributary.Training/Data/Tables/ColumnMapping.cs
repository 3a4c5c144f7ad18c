using Tributary.Core;

namespace Tributary.Training;

/// <summary>How a site's file writes a column of a declared table: where it stands, in which unit, with which spellings.</summary>
public sealed record ColumnMapping : IChecked
{
    /// <summary>The file's column, by name or by number from 0; null for the one that is called as in the job.</summary>
    public string? From { get; init; }

    /// <summary>What the file's number is multiplied by to get the job's unit; null for 1.</summary>
    public double? Factor { get; init; }

    /// <summary>What is added after that; null for nothing.</summary>
    public double? Offset { get; init; }

    /// <summary>
    /// What the file's spellings mean. In a column of values, each a value of the job, and other spellings have no meaning; in a column of
    /// numbers, each a number in the file's unit, and other cells are read as numbers. Spellings come before marks of missing cells.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Factor == 0)
            yield return Problem.OutOfRange($"{path}.factor", "A factor of 0 makes all numbers the same. Give the one between the units.");
        if (Values is { Count: 0 })
            yield return Problem.OutOfRange($"{path}.values",
                "No spelling is listed, so no cell would mean anything. List them, or leave it out.");
    }

    /// <summary>A number in the job's unit.</summary>
    internal double Convert(double number) =>
        // Untouched where there is nothing to do: adding 0 would lose the sign of -0.
        Factor is null && Offset is null ? number : (number * (Factor ?? 1)) + (Offset ?? 0);

    /// <summary>Everything that does not fit what the job declares.</summary>
    /// <param name="name">The job's name of the column.</param>
    /// <param name="values">The job's values; null for a column of numbers.</param>
    /// <param name="decimalMark">The file's.</param>
    /// <param name="path">Where the mapping stands.</param>
    internal IEnumerable<Problem> CheckAgainst(string name, IReadOnlyList<string>? values, char decimalMark, string path)
    {
        if (values is not null && (Factor is not null || Offset is not null))
            yield return Problem.OutOfRange(path,
                $"'{name}' has values and no unit, so there is nothing to convert. Leave out factor and offset.");
        if (Values is null) yield break;
        Dictionary<CellValue, int>? places = values is null ? null : ValueList.Places(values);
        foreach ((string spelling, string meaning) in Values)
        {
            CellValue meant = CellValue.Of(meaning);
            if (places?.ContainsKey(meant) == false)
                yield return Problem.OutOfRange($"{path}.values.{spelling}",
                    $"'{meaning}' is no value of '{name}', so its rows would be lost. The job's values are: {string.Join(", ", values!)}.");
            if (places is null && meant.Number is null)
                yield return Problem.OutOfRange($"{path}.values.{spelling}",
                    $"'{name}' has numbers, and '{meaning}' is none. Write a number in the file's unit, with a full stop.");
        }
        var same = Values.GroupBy(entry => CellValue.Of(entry.Key, decimalMark))
            .FirstOrDefault(group => group.Select(entry => CellValue.Of(entry.Value)).Distinct().Skip(1).Any());
        if (same is not null)
            yield return Problem.OutOfRange($"{path}.values",
                $"The spellings '{string.Join("' and '", same.Select(entry => entry.Key))}' are the same number with different meanings. "
                + "Keep one.");
    }
}
