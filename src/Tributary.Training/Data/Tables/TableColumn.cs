using Tributary.Core;

namespace Tributary.Training;

/// <summary>A column of a declared table: a number in a unit, or one of some values.</summary>
public sealed record TableColumn : IChecked
{
    /// <summary>What the job calls the column.</summary>
    public required string Name { get; init; }

    /// <summary>The unit of a number, for people: a site converts its own to it.</summary>
    public string? Unit { get; init; }

    /// <summary>The least possible number, itself possible; a row with less is left out.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest possible number, itself possible; a row with more is left out.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether all numbers are whole, for models that generate them; no row is left out for it.</summary>
    public bool Whole { get; init; }

    /// <summary>The values of a column of names, in the order of their indicators; null where the column has numbers.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return Problem.OutOfRange($"{path}.name", "A column without a name cannot be found in any file. Name it.");
        if (Values is null)
        {
            if (Minimum > Maximum)
                yield return Problem.OutOfRange($"{path}.minimum",
                    $"No number is at least {Minimum} and at most {Maximum}, so every row would be left out. Exchange the two.");
            yield break;
        }
        if (Minimum is not null || Maximum is not null)
            yield return Problem.OutOfRange($"{path}.{(Minimum is null ? "maximum" : "minimum")}",
                "A column of values has no least or greatest number. Leave out the values or the bound.");
        foreach (Problem problem in ValueList.Check(Values, $"{path}.values")) yield return problem;
    }

    /// <summary>The names of the features that the column becomes.</summary>
    internal IEnumerable<string> FeatureNames(bool dropFirstLevel) =>
        Values is null ? [Name] : Values.Skip(dropFirstLevel ? 1 : 0).Select(value => $"{Name}={value}");
}
