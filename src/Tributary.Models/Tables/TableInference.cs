namespace Tributary.Models;

/// <summary>Finds out what the columns of a table of text are.</summary>
/// <remarks>
/// A column has numbers where every cell that is not missing is one; its bounds are the least and the greatest. Otherwise its values are
/// those that occur, numbers in numeric order before other text. What is found so was read in the rows, and is as private as they are.
/// </remarks>
internal sealed class TableInference(IReadOnlyList<CsvTable> tables, CsvOptions options)
{
    private readonly HashSet<string> _marks = options.MissingMarks.ToHashSet(StringComparer.Ordinal);

    /// <summary>The column at a place.</summary>
    /// <exception cref="DataException">All of its cells are missing, or one that must be a number is none.</exception>
    public ColumnShape Find(int column)
    {
        string name = tables[0].Columns[column];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool missing = false;
        foreach (CsvTable table in tables)
            foreach (IReadOnlyList<string> row in table.Rows)
                if (_marks.Contains(row[column])) missing = true;
                else seen.Add(row[column]);
        if (seen.Count == 0) throw new DataException($"Every cell of column '{name}' of '{tables[0].Source}' is missing. Drop the column.");
        bool categorical = options.Categorical.Any(declared => tables[0].IndexOf(declared) == column);
        bool numeric = options.Numeric.Any(declared => tables[0].IndexOf(declared) == column);
        string? text = seen.FirstOrDefault(cell => CellNumber.Parse(cell) is null);
        if (numeric && text is not null)
            throw new DataException(
                $"Column '{name}' of '{tables[0].Source}' has the cell '{text}', which is no finite number. Correct it, or declare the "
                + "column categorical.");
        if (categorical || text is not null)
            return new ColumnShape { Name = name, Values = CellNumber.Levels(seen), Missing = missing };
        double[] numbers = [.. seen.Select(cell => CellNumber.Parse(cell)!.Value)];
        return new ColumnShape
        {
            Name = name,
            Minimum = numbers.Min(),
            Maximum = numbers.Max(),
            Whole = numbers.All(double.IsInteger),
            Missing = missing,
        };
    }
}
