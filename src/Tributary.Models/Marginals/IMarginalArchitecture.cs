namespace Tributary.Models;

/// <summary>A generator of tables that is made of sums over sites alone: counts, and what follows from them.</summary>
public interface IMarginalArchitecture : ITableArchitecture
{
    /// <summary>The most groups of a column of numbers.</summary>
    int Bins { get; }

    /// <summary>The most cells that numbers are counted in before they are grouped.</summary>
    int Resolution { get; }

    /// <summary>Whether the label is in every set of columns that is counted.</summary>
    bool LabelInEveryClique { get; }

    /// <summary>The epsilon of differential privacy for one row, or null for none.</summary>
    double? Epsilon { get; }

    /// <summary>The delta that belongs to it.</summary>
    double Delta { get; }

    /// <summary>Whether noise comes from the operating system's generator also where the run could be repeated.</summary>
    bool SecretNoise { get; }

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
