using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>
/// A site's answers to the questions of <see cref="HistogramsPhase"/>, <see cref="MarginalsPhase"/> and <see cref="ScoresPhase"/>: how many
/// of its rows there are of each kind, and sums of products of scores.
/// </summary>
internal static class MarginalAnswers
{
    /// <summary>Whether this class can answer a question.</summary>
    public static bool Answers(string question) =>
        question is HistogramsPhase.Histograms or MarginalsPhase.Marginals or ScoresPhase.Scores;

    /// <summary>Counts rows.</summary>
    /// <param name="task">One of the questions.</param>
    /// <param name="data">The site's rows.</param>
    /// <param name="table">What is counted.</param>
    /// <exception cref="InvalidDataException">A cell is missing in a column that has none missing.</exception>
    public static LocalResult Answer(LocalTask task, TableData data, ITableModel table)
    {
        Span<float> values = task.Values.Span;
        if (task.Question == HistogramsPhase.Histograms) CountCells(data, table.Histogram.Cells, values);
        else if (task.Question == ScoresPhase.Scores)
            SumScores(data, table.Histogram.Cells, new CopulaScores(table.Histogram, task.Model), values);
        else CountCliques(data, table.Marginals!, table.Histogram.Groups(task.Model), values);
        return new LocalResult(data.Count, []);
    }

    private static void CountCells(TableData data, TableCells cells, Span<float> counts)
    {
        for (int row = 0; row < data.Count; row++)
            for (int column = 0; column < cells.Counts.Length; column++)
                counts[cells.Offsets[column] + cells.CellOf(column, data[row, column])]++;
    }

    private static void SumScores(TableData data, TableCells cells, CopulaScores scores, Span<float> limbs)
    {
        long[] sums = new long[scores.Pairs];
        Span<int> row = new int[cells.Counts.Length];
        for (int i = 0; i < data.Count; i++)
        {
            for (int column = 0; column < row.Length; column++) row[column] = cells.CellOf(column, data[i, column]);
            scores.Add(row, sums);
        }
        for (int pair = 0; pair < sums.Length; pair++)
            CopulaScores.Split(sums[pair], limbs.Slice(pair * CopulaScores.Limbs, CopulaScores.Limbs));
    }

    private static void CountCliques(TableData data, MarginalLayout layout, ColumnGroups[] groups, Span<float> counts)
    {
        Span<int> kinds = new int[groups.Length];
        for (int row = 0; row < data.Count; row++)
        {
            for (int column = 0; column < kinds.Length; column++)
                kinds[column] = groups[column].GroupOf[layout.Histogram.Cells.CellOf(column, data[row, column])];
            int start = 0;
            for (int i = 0; i < layout.Questions.Count; i++)
            {
                counts[start + layout.CellOf(layout.Questions[i], kinds)]++;
                start += layout.QuestionCells[i];
            }
        }
    }
}
