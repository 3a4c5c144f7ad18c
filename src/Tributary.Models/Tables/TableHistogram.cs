using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// How many rows every cell of every column has, over all sites: what generators of tables know of columns by themselves.
/// </summary>
public sealed class TableHistogram
{
    /// <summary>The tensor of the counts, with the noise that was added: <see cref="TableCells.Total"/> numbers; not trainable.</summary>
    public const string Counts = "histogram";

    /// <summary>
    /// The tensor of two numbers: the standard deviation of that noise, and the number of rows that the counts tell of; not trainable.
    /// </summary>
    public const string Facts = "facts";

    /// <summary>The histogram of a table.</summary>
    /// <param name="shape">The columns.</param>
    /// <param name="resolution">The most cells of a column of numbers.</param>
    /// <param name="bins">The most groups that such cells are put into.</param>
    public TableHistogram(TableShape shape, int resolution, int bins)
    {
        Shape = shape;
        Cells = new TableCells(shape, resolution);
        Bins = bins;
        MostGroups = [.. shape.Columns.Select((column, i) => !column.IsNumeric ? Cells.Counts[i]
            : Math.Min(Cells.NumbersOf(i), bins) + (column.Missing ? 1 : 0))];
    }

    /// <summary>The columns.</summary>
    public TableShape Shape { get; }

    /// <summary>The finest cells of every column.</summary>
    public TableCells Cells { get; }

    /// <summary>The most groups of a column of numbers, without that of missing cells.</summary>
    public int Bins { get; }

    /// <summary>The most groups that every column can have.</summary>
    public int[] MostGroups { get; }

    /// <summary>Declares the tensors.</summary>
    public void Declare(ParameterBuilder builder)
    {
        builder.Buffer(Counts, [Cells.Total], Initializer.Zeros);
        builder.Buffer(Facts, [2], Initializer.Zeros);
    }

    /// <summary>The groups of every column that published counts give.</summary>
    public ColumnGroups[] Groups(ParameterSet model)
    {
        ReadOnlySpan<float> counts = model[Counts];
        double sigma = model[Facts][0];
        var groups = new ColumnGroups[Shape.Columns.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            ColumnShape column = Shape.Columns[i];
            ReadOnlySpan<float> own = counts.Slice(Cells.Offsets[i], Cells.Counts[i]);
            groups[i] = column.IsNumeric
                ? ColumnGroups.OfNumbers(own, sigma, Bins, column.Missing)
                : ColumnGroups.OfNames(own, sigma, keepsAll: column.Name == Shape.Label);
        }
        return groups;
    }
}
