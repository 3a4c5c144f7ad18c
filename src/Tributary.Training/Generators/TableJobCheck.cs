using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>What is wrong with a job that makes a generator of tables from sums.</summary>
public static class TableJobCheck
{
    /// <summary>Every problem of a job as it is run anywhere; none where it makes no such generator.</summary>
    /// <param name="job">The job.</param>
    /// <param name="model">What it makes.</param>
    /// <param name="composition">Its parts.</param>
    public static IEnumerable<Problem> Of(JobSpec job, Model model, Composition composition)
    {
        if (model is not ITableModel { Counted: { } counted, Histogram.Shape: var shape }) yield break;
        if (counted.Epsilon is not null
            && shape.Columns.Where(column => column.IsNumeric && !column.Stated).ToArray() is [_, ..] found)
            yield return new Problem(ProblemCodes.BoundsNotStated, "$.model.epsilon",
                $"The bounds of {string.Join(", ", found.Select(column => $"'{column.Name}'"))} were found in the rows, and the largest "
                + "number of a column belongs to somebody: the promise of epsilon would be false. State the data's 'bounds', or drop the "
                + "columns.");
        if (job.Rounds != 1)
            yield return NotForSums("$.rounds",
                $"Two sums make the generator, and {job.Rounds} rounds of training would not follow. Write 1.");
        if (job.Normalize)
            yield return NotForSums("$.normalize", "Counts of rows have no mean to bring to zero. Leave 'normalize' out.");
        if (job.Compare.Count > 0)
            yield return NotForSums("$.compare",
                "The generator of all rows in one place has the very same bits, and nothing is trained to compare it with. "
                + "Leave 'compare' out.");
        if (composition.Strategy.Aggregator is not Mean)
            yield return NotForSums("$.aggregator", "Counts are added, and this aggregator compares sites. Leave 'aggregator' out.");
    }

    /// <summary>What is wrong with a job in the field: noise from a seed that every site knows hides nothing.</summary>
    /// <param name="architecture">What the job makes.</param>
    public static IEnumerable<Problem> InTheField(IArchitecture architecture)
    {
        if (architecture is ICountedArchitecture { Epsilon: not null, SecretNoise: false })
            yield return new Problem(ProblemCodes.NotForTheField, "$.model.secretNoise",
                "The noise of epsilon would come from the job's seed, which everybody knows who has the job, and who knows it can take the "
                + "noise away. Write \"secretNoise\": true.");
    }

    private static Problem NotForSums(string path, string message) => new(ProblemCodes.NotForSums, path, message);
}
