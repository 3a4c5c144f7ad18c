using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// Statements that are true of one row of a generated table: how often they are true of just one row of the training too.
/// </summary>
/// <remarks>
/// Giomi et al., arXiv:2211.10459, section 5.1. By one column: values that occur once, and being beyond the least or the greatest. By
/// several: some columns of a generated row, names as they are and numbers at least (or at most) as far from the median.
/// </remarks>
internal static class SinglingOut
{
    private const int MostStatements = 1000, TriesForEach = 20, Together = 4;

    /// <summary>The risk from statements about one column.</summary>
    public static PrivacyRisk ByOneColumn(AttackTables tables, RandomStream random, double z)
    {
        var found = new List<RowPredicate>();
        for (int column = 0; column < tables.Generated.Shape.Columns.Count; column++) AddRare(tables.Generated, column, found);
        RowPredicate[] statements = [.. found];
        random.Derive("statements").Shuffle<RowPredicate>(statements);
        return Try(tables, [.. statements.Take(MostStatements)], columns: 1, random, z);
    }

    /// <summary>The risk from statements about several columns.</summary>
    public static PrivacyRisk BySeveralColumns(AttackTables tables, RandomStream random, double z)
    {
        TableData rows = tables.Generated;
        int count = Math.Min(Together, rows.Shape.Columns.Count);
        float[] medians = [.. rows.Shape.Columns.Select((column, i) => column.IsNumeric ? Median(rows, i) : 0)];
        RandomStream stream = random.Derive("statements");
        var found = new List<RowPredicate>();
        int[] columns = [.. Enumerable.Range(0, medians.Length)];
        for (int i = 0; i < TriesForEach * MostStatements && found.Count < MostStatements; i++)
        {
            int row = stream.NextInt(rows.Count);
            stream.Shuffle<int>(columns);
            var statement = new RowPredicate([.. columns.Take(count).Select(column => AsFar(rows, row, column, medians[column]))]);
            if (statement.SinglesOut(rows)) found.Add(statement);
        }
        return Try(tables, found, count, random, z);
    }

    private static PrivacyRisk Try(AttackTables tables, IReadOnlyList<RowPredicate> statements, int columns, RandomStream random, double z)
    {
        RandomStream stream = random.Derive("guesses");
        RowPredicate[] guesses = [.. statements.Select(_ => Guess(tables.Generated, columns, stream))];
        return new PrivacyRisk(Rate(statements, tables.Training), Rate(statements, tables.Control), Rate(guesses, tables.Training));

        SuccessRate Rate(IReadOnlyList<RowPredicate> all, TableData rows) =>
            SuccessRate.Of(all.Count(one => one.SinglesOut(rows)), all.Count, z);
    }

    /// <summary>What is true of one generated row by one column.</summary>
    private static void AddRare(TableData rows, int column, List<RowPredicate> found)
    {
        bool numeric = rows.Shape.Columns[column].IsNumeric;
        var counts = new Dictionary<float, int>(); // not a number equals itself here
        for (int row = 0; row < rows.Count; row++)
            counts[rows[row, column]] = counts.GetValueOrDefault(rows[row, column]) + 1;
        float[] once = [.. counts.Where(pair => pair.Value == 1).Select(pair => pair.Key).Order()];
        foreach (float value in once) found.Add(new RowPredicate([new RowCondition(column, 0, value)]));
        if (!numeric || !counts.Keys.Any(value => !float.IsNaN(value))) return;
        float least = counts.Keys.Where(value => !float.IsNaN(value)).Min(), most = counts.Keys.Where(value => !float.IsNaN(value)).Max();
        if (counts[least] == 1) found.Add(new RowPredicate([new RowCondition(column, -1, least)]));
        if (counts[most] == 1) found.Add(new RowPredicate([new RowCondition(column, 1, most)]));
    }

    private static RowCondition AsFar(TableData rows, int row, int column, float median)
    {
        float cell = rows[row, column];
        bool equal = !rows.Shape.Columns[column].IsNumeric || float.IsNaN(cell);
        return new RowCondition(column, equal ? 0 : cell > median ? 1 : -1, cell);
    }

    /// <summary>A statement at random: other columns of other rows, each compared some way.</summary>
    private static RowPredicate Guess(TableData rows, int count, RandomStream random)
    {
        int[] columns = [.. Enumerable.Range(0, rows.Shape.Columns.Count)];
        random.Shuffle<int>(columns);
        return new RowPredicate([.. columns.Take(count).Select(column =>
        {
            int sign = random.NextInt(3) - 1;
            float cell = rows[random.NextInt(rows.Count), column];
            return new RowCondition(column, rows.Shape.Columns[column].IsNumeric && !float.IsNaN(cell) ? sign : 0, cell);
        })]);
    }

    private static float Median(TableData rows, int column)
    {
        float[] sorted = [.. Enumerable.Range(0, rows.Count).Select(row => rows[row, column]).Where(cell => !float.IsNaN(cell)).Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}
