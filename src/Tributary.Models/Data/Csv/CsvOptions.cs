namespace Tributary.Models;

/// <summary>How a table of text becomes features and labels. A column is named as in the header, or by its number from 0.</summary>
public sealed record CsvOptions
{
    /// <summary>The column to predict.</summary>
    public required string Label { get; init; }

    /// <summary>The names of the columns; where null, the first line names them.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>What separates cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>A line that begins with this character is no row.</summary>
    public char? Comment { get; init; }

    /// <summary>Columns that are not used at all; their missing cells do not count.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>
    /// Columns whose values are names even where they look like numbers. Other columns are numeric where every cell is a number.
    /// </summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns that must be numeric: another cell is an error instead of making the column categorical.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>
    /// Whether the first level of a categorical column gets no indicator of its own, as linear models without penalty need.
    /// </summary>
    public bool DropFirstLevel { get; init; }

    /// <summary>The texts that stand for a missing cell.</summary>
    public IReadOnlyList<string> MissingMarks { get; init; } = CsvTable.MissingMarks;

    /// <summary>Where whole rows are read, the columns beside the label that are used; null for all but <see cref="Drop"/>.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>
    /// Where whole rows are read, the values of columns of names that are declared; what is none of them is one value more.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Values { get; init; }

    /// <summary>What becomes of rows with missing cells.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>Where set, the label is numeric and class 1 is above this value, class 0 the rest.</summary>
    public double? LabelThreshold { get; init; }

    /// <summary>A suffix of labels to ignore, such as a full stop; empty for none.</summary>
    public string LabelSuffix { get; init; } = "";

    /// <summary>The classes in order of their numbers; where null, the labels that occur, in numeric or else ordinal order.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>What the classes are called, in order of their numbers; where null, as in the file.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The column that says whose a row is, for a division by key; it remains a feature unless dropped.</summary>
    public string? Key { get; init; }
}
