using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>What is wrong with a job that makes a generator from sums.</summary>
public static class SumsJobCheck
{
    /// <summary>Every problem of a job as it is run anywhere; none where it makes no such generator.</summary>
    /// <param name="job">The job.</param>
    /// <param name="model">What it makes.</param>
    /// <param name="composition">Its parts.</param>
    public static IEnumerable<Problem> Of(JobSpec job, Model model, Composition composition) => model switch
    {
        ITableModel { Counted: { } counted } table =>
            [.. OfBounds(counted, table.Histogram.Shape), .. OfSums(job, composition, "Two sums make")],
        MeanEmbeddingModel => OfSums(job, composition, "One sum makes"),
        _ => [],
    };

    private static IEnumerable<Problem> OfBounds(ICountedArchitecture counted, TableShape shape)
    {
        if (counted.Epsilon is not null
            && shape.Columns.Where(column => column.IsNumeric && !column.Stated).ToArray() is [_, ..] found)
            yield return new Problem(ProblemCodes.BoundsNotStated, "$.model.epsilon",
                $"The bounds of {string.Join(", ", found.Select(column => $"'{column.Name}'"))} were found in the rows, and the largest "
                + "number of a column belongs to somebody: the promise of epsilon would be false. State the data's 'bounds', or drop the "
                + "columns.");
    }

    private static IEnumerable<Problem> OfSums(JobSpec job, Composition composition, string make)
    {
        if (job.Rounds != 1)
            yield return NotForSums("$.rounds",
                $"{make} the generator, and {job.Rounds} rounds of training would not follow. Write 1.");
        if (job.Normalize)
            yield return NotForSums("$.normalize", "Sums over examples have no mean to bring to zero. Leave 'normalize' out.");
        if (job.Compare.Count > 0)
            yield return NotForSums("$.compare",
                "The generator of all examples in one place has the very same bits, and no site trains anything to compare it with. "
                + "Leave 'compare' out.");
        if (composition.Strategy.Aggregator is not Mean)
            yield return NotForSums("$.aggregator", "Sums are added, and this aggregator compares sites. Leave 'aggregator' out.");
    }

    private static Problem NotForSums(string path, string message) => new(ProblemCodes.NotForSums, path, message);
}
