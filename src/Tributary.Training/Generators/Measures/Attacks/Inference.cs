using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>All of somebody's columns but one are known: how often the closest generated row has that one.</summary>
/// <remarks>
/// Giomi et al., arXiv:2211.10459, section 5.3: numbers are found within a twentieth, names and missing cells as they are.
/// </remarks>
internal static class Inference
{
    private const int MostRows = 1000;
    private const float Tolerance = 0.05f;

    /// <summary>The risk of every column.</summary>
    public static IReadOnlyList<PrivacyRisk> Measure(AttackTables tables, CellDistances closest, RandomStream random, double z, int threads)
    {
        int rows = Math.Min(MostRows, tables.Training.Count), columns = tables.Training.Shape.Columns.Count;
        TableData generated = tables.Generated;
        int[] training = Successes(tables.Training), control = Successes(tables.Control), guessed = new int[columns];
        RandomStream guesses = random.Derive("guesses");
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                if (IsRight(generated[guesses.NextInt(generated.Count), column], tables.Training[row, column], column)) guessed[column]++;
        return
        [
            .. Enumerable.Range(0, columns).Select(column => new PrivacyRisk(
                SuccessRate.Of(training[column], rows, z),
                SuccessRate.Of(control[column], rows, z),
                SuccessRate.Of(guessed[column], rows, z))),
        ];

        int[] Successes(TableData people)
        {
            float[] cells = closest.Cells(people);
            int[][] found = new int[rows][];
            Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads },
                row => found[row] = closest.ClosestByOthers(cells.AsSpan(row * columns, columns)));
            int[] right = new int[columns];
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    if (IsRight(generated[found[row][column], column], people[row, column], column)) right[column]++;
            return right;
        }

        bool IsRight(float guess, float secret, int column) =>
            guess == secret || (float.IsNaN(guess) && float.IsNaN(secret))
                || (generated.Shape.Columns[column].IsNumeric && Math.Abs(guess - secret) <= Tolerance * Math.Abs(secret));
    }
}
