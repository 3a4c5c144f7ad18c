using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>
/// A site's answers to the questions of <see cref="HistogramsPhase"/> and <see cref="MarginalsPhase"/>: how many of its rows there are of
/// each kind.
/// </summary>
internal static class MarginalAnswers
{
    /// <summary>Whether this class can answer a question.</summary>
    public static bool Answers(string question) => question is HistogramsPhase.Histograms or MarginalsPhase.Marginals;

    /// <summary>Counts rows.</summary>
    /// <param name="task">One of the two questions.</param>
    /// <param name="data">The site's rows.</param>
    /// <param name="table">What is counted.</param>
    /// <exception cref="InvalidDataException">A cell is missing in a column that has none missing.</exception>
    public static LocalResult Answer(LocalTask task, TableData data, ITableModel table)
    {
        Span<float> values = task.Values.Span;
        if (task.Question == HistogramsPhase.Histograms) CountCells(data, table.Histogram.Cells, values);
        else CountCliques(data, table.Marginals!, table.Histogram.Groups(task.Model), values);
        return new LocalResult(data.Count, []);
    }

    private static void CountCells(TableData data, TableCells cells, Span<float> counts)
    {
        for (int row = 0; row < data.Count; row++)
            for (int column = 0; column < cells.Counts.Length; column++)
                counts[cells.Offsets[column] + cells.CellOf(column, data[row, column])]++;
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
