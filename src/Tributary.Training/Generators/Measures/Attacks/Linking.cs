using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// Somebody's columns are known in two halves and not that they belong together: how often the same generated row is closest to both.
/// </summary>
/// <remarks>Giomi et al., arXiv:2211.10459, section 5.2, with one neighbour; columns are dealt into halves anew for every row.</remarks>
internal static class Linking
{
    private const int MostRows = 1000;

    /// <summary>The risk.</summary>
    public static PrivacyRisk Measure(AttackTables tables, CellDistances closest, RandomStream random, double z, int threads)
    {
        int rows = Math.Min(MostRows, tables.Training.Count), columns = tables.Training.Shape.Columns.Count;
        int guessed = 0;
        RandomStream guesses = random.Derive("guesses");
        for (int i = 0; i < rows; i++) guessed += guesses.NextInt(closest.Count) == guesses.NextInt(closest.Count) ? 1 : 0;
        return new PrivacyRisk(Rate(tables.Training), Rate(tables.Control), SuccessRate.Of(guessed, rows, z));

        SuccessRate Rate(TableData people)
        {
            float[] cells = closest.Cells(people);
            bool[] linked = new bool[rows];
            Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, row =>
            {
                int[] dealt = [.. Enumerable.Range(0, columns)];
                random.Derive("halves", row).Shuffle<int>(dealt);
                ReadOnlySpan<float> person = cells.AsSpan(row * columns, columns);
                linked[row] = closest.Closest(person, dealt.AsSpan(0, columns / 2))
                    == closest.Closest(person, dealt.AsSpan(columns / 2));
            });
            return SuccessRate.Of(linked.Count(one => one), rows, z);
        }
    }
}
