using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>The columns of a table as steps of normal numbers.</summary>
internal static class CopulaMargins
{
    /// <summary>The steps that published counts give; noise is smoothed as for marginals, cells that it hides share evenly.</summary>
    public static CopulaMargin[] Of(TableHistogram histogram, ParameterSet model)
    {
        ColumnGroups[] groups = histogram.Groups(model);
        var margins = new CopulaMargin[groups.Length];
        for (int column = 0; column < margins.Length; column++)
        {
            ColumnShape shape = histogram.Shape.Columns[column];
            ReadOnlySpan<float> counts = model[TableHistogram.Counts]
                .Slice(histogram.Cells.Offsets[column], histogram.Cells.Counts[column]);
            margins[column] = new CopulaMargin(Probabilities(counts, groups[column]), shape.IsNumeric, shape.Missing);
        }
        return margins;
    }

    private static double[] Probabilities(ReadOnlySpan<float> counts, ColumnGroups groups)
    {
        double[] rows = new double[groups.Count], probabilities = new double[counts.Length];
        for (int cell = 0; cell < counts.Length; cell++) rows[groups.GroupOf[cell]] += counts[cell];
        double total = 0;
        for (int cell = 0; cell < counts.Length; cell++)
            total += probabilities[cell] = groups.Shares[cell] * Math.Max(0, rows[groups.GroupOf[cell]]);
        for (int cell = 0; cell < counts.Length; cell++)
            probabilities[cell] = total > 0 ? probabilities[cell] / total : 1.0 / counts.Length;
        return probabilities;
    }
}
