namespace Tributary.Models;

/// <summary>A generator of tables that is made of counts of rows by several columns, summed over sites.</summary>
public interface IMarginalArchitecture : ICountedArchitecture
{
    /// <summary>Whether the label is in every set of columns that is counted.</summary>
    bool LabelInEveryClique { get; }

    /// <summary>The columns that are counted together, each ascending.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="label">The place of the label, or -1.</param>
    IReadOnlyList<int[]> Questions(int columns, int label) => MarginalQuestions.Of(columns, LabelInEveryClique ? label : -1);

    /// <summary>The most cells that the fitted cliques can have together.</summary>
    /// <param name="sizes">The most groups of every column.</param>
    /// <param name="label">The place of the label, or -1.</param>
    long MostCells(int[] sizes, int label);

    /// <summary>Finds the distribution of rows.</summary>
    TreeDistribution Fit(MarginalCounts counts);
}
