using Tributary.Models;

namespace Tributary.Training;

/// <summary>A statement about rows: every condition holds.</summary>
internal sealed class RowPredicate(IReadOnlyList<RowCondition> conditions)
{
    /// <summary>How many rows it is true of, counted up to two.</summary>
    public int CountUpToTwo(TableData rows)
    {
        int count = 0;
        for (int row = 0; row < rows.Count && count < 2; row++)
        {
            bool holds = true;
            for (int i = 0; i < conditions.Count && holds; i++) holds = conditions[i].Holds(rows[row, conditions[i].Column]);
            if (holds) count++;
        }
        return count;
    }

    /// <summary>Whether it is true of one row and no other.</summary>
    public bool SinglesOut(TableData rows) => CountUpToTwo(rows) == 1;
}
