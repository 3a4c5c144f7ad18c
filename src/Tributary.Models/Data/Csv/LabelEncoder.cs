using System.Globalization;

namespace Tributary.Models;

/// <summary>Turns the cells of the label column into class numbers.</summary>
internal sealed class LabelEncoder
{
    private readonly CsvOptions _options;
    private readonly IReadOnlyList<string> _classes;

    /// <summary>Finds the classes in the labels of all rows that are kept.</summary>
    public LabelEncoder(CsvOptions options, string column, IEnumerable<string> labels)
    {
        _options = options;
        _classes = options.LabelThreshold is { } threshold
            ? [Comparison("<=", threshold), Comparison(">", threshold)]
            : [.. options.Classes?.Select(CellNumber.Canonical) ?? CellNumber.Levels(labels.Select(WithoutSuffix))];
        if (_classes.Count < 2)
            throw new DataException(
                $"The label column '{column}' has fewer than two classes, so there is nothing to tell apart. Check the label column.");
        ClassNames = options.ClassNames ?? _classes;
        if (ClassNames.Count != _classes.Count)
            throw new DataException(
                $"{ClassNames.Count} class names are given for the {_classes.Count} classes {string.Join(", ", _classes)}. Name each one.");

        string Comparison(string sign, double bound) => string.Create(CultureInfo.InvariantCulture, $"{column} {sign} {bound}");
    }

    public IReadOnlyList<string> ClassNames { get; }

    public int Encode(CsvTable table, int row, int column)
    {
        string cell = WithoutSuffix(table.Rows[row][column]);
        if (_options.LabelThreshold is { } threshold)
            return CellNumber.Parse(cell) is { } value
                ? (value > threshold ? 1 : 0)
                : throw new DataException(
                    $"{table.Place(row, column)}: '{cell}' is no number, so it cannot be compared with {threshold}. "
                    + "Correct it, or drop the threshold.");
        string name = CellNumber.Canonical(cell);
        for (int i = 0; i < _classes.Count; i++)
            if (_classes[i] == name) return i;
        throw new DataException(
            $"{table.Place(row, column)}: '{cell}' is none of the classes {string.Join(", ", _classes)}. Correct it, or name the class.");
    }

    private string WithoutSuffix(string cell) =>
        cell.EndsWith(_options.LabelSuffix, StringComparison.Ordinal) ? cell[..^_options.LabelSuffix.Length] : cell;
}
