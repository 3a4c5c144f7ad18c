using System.Globalization;
using Tributary.Core;

namespace Tributary.Training;

/// <summary>The column of a declared table that is predicted: one of some classes, or a number that is above a bound or not.</summary>
public sealed record TableLabel : IChecked
{
    /// <summary>What the job calls the column.</summary>
    public required string Name { get; init; }

    /// <summary>The classes in order of their numbers; with <see cref="Above"/> what its two classes are called.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Where set, the column has numbers, and class 1 is above this one, class 0 the rest.</summary>
    public double? Above { get; init; }

    /// <summary>The names of the classes in order of their numbers.</summary>
    internal IReadOnlyList<string> ClassNames => Values ?? (Above is { } above ? [Comparison("<=", above), Comparison(">", above)] : []);

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return Problem.OutOfRange($"{path}.name", "A label without a name cannot be found in any file. Name its column.");
        if (Values is null && Above is null)
            yield return Problem.OutOfRange($"{path}.values",
                "The label says nothing of its classes, and a model must know them before it sees data. "
                + "List the classes, or give the number that class 1 is above.");
        if (Values is null) yield break;
        foreach (Problem problem in ValueList.Check(Values, $"{path}.values")) yield return problem;
        if (Above is not null && Values.Count > 2)
            yield return Problem.OutOfRange($"{path}.values",
                $"A number is above {Above} or not, which makes two classes, and {Values.Count} are named. "
                + "Name two, or leave 'above' out.");
    }

    private string Comparison(string sign, double bound) => string.Create(CultureInfo.InvariantCulture, $"{Name} {sign} {bound}");
}
