using Tributary.Models;

namespace Tributary.Training;

/// <summary>A table in a text file, with a column to predict.</summary>
public sealed record CsvSource : IDataSource
{
    /// <summary>The path of the table.</summary>
    public required string Path { get; init; }

    /// <summary>The path of a table of the same columns for testing, or null to hold back some rows of each site.</summary>
    public string? TestPath { get; init; }

    /// <summary>The column to predict, by name or by number from 0.</summary>
    public required string Label { get; init; }

    /// <summary>The names of the columns; where null, the first line names them.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>What separates cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Columns that are not used at all.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>Columns whose values are names even where they look like numbers.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns in which every cell must be a number.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>Whether the first level of a categorical column gets no indicator of its own.</summary>
    public bool DropFirstLevel { get; init; }

    /// <summary>What becomes of rows with missing cells.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>Where set, the label is numeric and class 1 is above this value.</summary>
    public double? LabelThreshold { get; init; }

    /// <summary>The classes in order of their numbers; where null, the labels that occur, sorted.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The column that says which client a row belongs to, for the partition <c>by-column</c>.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public IDataSource In(string folder) => this with
    {
        Path = System.IO.Path.Combine(folder, Path),
        TestPath = TestPath is null ? null : System.IO.Path.Combine(folder, TestPath),
    };

    /// <summary>
    /// The least and greatest numbers of columns, for models that generate whole rows; where one is not stated, those that occur.
    /// </summary>
    public IReadOnlyDictionary<string, ColumnBounds>? Bounds { get; init; }

    private CsvOptions Options => new()
    {
        Label = Label,
        Columns = Columns,
        Delimiter = Delimiter,
        Drop = Drop,
        Categorical = Categorical,
        Numeric = Numeric,
        DropFirstLevel = DropFirstLevel,
        Missing = Missing,
        LabelThreshold = LabelThreshold,
        Classes = Classes,
        Key = Key,
    };

    /// <inheritdoc/>
    public DataSplit LoadRows(DataFolder folder)
    {
        IReadOnlyList<TableData> parts = TableFile.ReadParts(
            TestPath is null ? [(Path, null)] : [(Path, null), (TestPath, null)], Options, Bounds);
        return new DataSplit(parts[0], parts.Count > 1 ? parts[1] : null);
    }

    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder)
    {
        if (TestPath is null) return new DataSplit(CsvFile.Read(Path, Options), null);
        IReadOnlyList<LabelledData> parts = CsvFile.ReadParts([Path, TestPath], Options);
        return new DataSplit(parts[0], parts[1]);
    }
}
