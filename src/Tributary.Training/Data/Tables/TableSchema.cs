using Tributary.Models;

namespace Tributary.Training;

/// <summary>What a row of a table looks like, declared so that a model can be built before any site is asked for data.</summary>
/// <remarks>
/// A number becomes one feature, a column of values one indicator for each, in the order of the columns. Levels come from here and not from
/// the data: sites that never met the same patients still mean the same by a feature.
/// </remarks>
public sealed record TableSchema
{
    /// <summary>The columns that become features, in order.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The column to predict.</summary>
    public required TableLabel Label { get; init; }

    /// <summary>Whether the first value of a column gets no indicator of its own, as linear models without penalty need.</summary>
    public bool DropFirstLevel { get; init; }

    /// <summary>The names of the features, as rows that are read have them.</summary>
    public IReadOnlyList<string> FeatureNames => [.. Columns.SelectMany(column => column.FeatureNames(DropFirstLevel))];

    /// <summary>The names of the classes in order of their numbers.</summary>
    public IReadOnlyList<string> ClassNames => Label.ClassNames;

    /// <summary>
    /// The columns of whole rows, the label last, for models that generate them; null where a number has no bounds, which nobody could find
    /// but in the rows.
    /// </summary>
    public TableShape? Rows => Columns.Any(column => column.Values is null && (column.Minimum is null || column.Maximum is null)) ? null
        : new TableShape
        {
            Columns =
            [
                .. Columns.Select(column => new ColumnShape
                {
                    Name = column.Name,
                    Values = column.Values,
                    Minimum = column.Minimum,
                    Maximum = column.Maximum,
                    Whole = column.Whole,
                    Missing = true,
                    Other = column.Values is not null,
                    Stated = true,
                }),
                new ColumnShape { Name = Label.Name, Values = ClassNames },
            ],
            Label = Label.Name,
        };

    /// <summary>What a model must know of the rows: the very shape that <see cref="DataShape.Of"/> finds in rows that were read.</summary>
    public DataShape Shape
    {
        get
        {
            IReadOnlyList<string> features = FeatureNames;
            return new DataShape
            {
                Features = [features.Count],
                FeatureNames = features,
                Classes = ClassNames.Count,
                ClassNames = ClassNames,
                Characters = "",
            };
        }
    }
}
