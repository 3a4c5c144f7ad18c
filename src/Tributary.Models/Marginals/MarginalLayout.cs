using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// What a generator of marginals counts, and where its tensors keep what came of it: the same at every site and at the coordinator.
/// </summary>
public sealed class MarginalLayout
{
    /// <summary>The tensor of the cliques, a row each, one where a clique has a column; empty rows last.</summary>
    public const string Cliques = "cliques";

    /// <summary>The tensor of the cliques' probabilities, one clique after another.</summary>
    public const string Probabilities = "probabilities";

    private const long MostCounted = 1 << 24;

    /// <summary>The layout for a table.</summary>
    /// <exception cref="DataException">There are too many columns or values to be counted together.</exception>
    public MarginalLayout(IMarginalArchitecture architecture, TableShape shape)
    {
        Architecture = architecture;
        Shape = shape;
        Histogram = new TableHistogram(shape, architecture.Resolution, architecture.Bins);
        Label = architecture.LabelInEveryClique ? shape.LabelIndex() : -1;
        Questions = architecture.Questions(shape.Columns.Count, shape.LabelIndex());
        QuestionCells = [.. Questions.Select(clique => (int)Cells.Count(clique, MostGroups))];
        long counted = QuestionCells.Sum(cells => (long)cells), most = architecture.MostCells(MostGroups, shape.LabelIndex());
        if (counted > MostCounted || most > MostCounted)
            throw new DataException(
                $"The columns make {counted:N0} counts, and a site can send {MostCounted:N0}. Use fewer 'bins', drop columns, or leave "
                + "'labelInEveryClique' out.");
        Capacity = (int)most;
    }

    /// <summary>What asks.</summary>
    public IMarginalArchitecture Architecture { get; }

    /// <summary>The columns.</summary>
    public TableShape Shape { get; }

    /// <summary>The columns by themselves.</summary>
    public TableHistogram Histogram { get; }

    /// <summary>The label where it is in every clique, or -1.</summary>
    public int Label { get; }

    /// <summary>The most groups that every column can have.</summary>
    public int[] MostGroups => Histogram.MostGroups;

    /// <summary>The columns that are counted together.</summary>
    public IReadOnlyList<int[]> Questions { get; }

    /// <summary>The counts of every question: as many as there are cells of <see cref="MostGroups"/>.</summary>
    public int[] QuestionCells { get; }

    /// <summary>The length of <see cref="Probabilities"/>.</summary>
    public int Capacity { get; }

    /// <summary>The number of a row's cell in the counts of a question, by the groups of its columns.</summary>
    public int CellOf(int[] clique, ReadOnlySpan<int> groups)
    {
        int cell = 0;
        foreach (int column in clique) cell = cell * MostGroups[column] + groups[column];
        return cell;
    }

    /// <summary>The counts of a question without the cells that no group has.</summary>
    public Factor Compact(int question, ReadOnlySpan<double> counts, ColumnGroups[] groups)
    {
        int[] clique = Questions[question], sizes = [.. groups.Select(group => group.Count)];
        int[] strides = Cells.Strides(clique, clique, MostGroups);
        double[] values = new double[Cells.Count(clique, sizes)];
        for (int cell = 0; cell < values.Length; cell++)
        {
            int rest = cell, place = 0;
            for (int axis = clique.Length - 1; axis >= 0; axis--)
            {
                place += rest % sizes[clique[axis]] * strides[axis];
                rest /= sizes[clique[axis]];
            }
            values[cell] = counts[place];
        }
        return new Factor(clique, sizes, values);
    }

    /// <summary>Writes a distribution into the tensors.</summary>
    public void Write(TreeDistribution distribution, ParameterSet model)
    {
        Span<float> cliques = model[Cliques], probabilities = model[Probabilities];
        cliques.Clear();
        probabilities.Clear();
        for (int i = 0, start = 0; i < distribution.Beliefs.Length; i++)
        {
            foreach (int column in distribution.Tree.Cliques[i]) cliques[i * Shape.Columns.Count + column] = 1;
            foreach (double value in distribution.Beliefs[i]) probabilities[start++] = (float)value;
        }
    }

    /// <summary>The distribution that the tensors hold; all values alike before any was written.</summary>
    public TreeDistribution Read(ParameterSet model, ColumnGroups[] groups)
    {
        int columns = Shape.Columns.Count;
        int[] sizes = [.. groups.Select(group => group.Count)];
        ReadOnlySpan<float> probabilities = model[Probabilities];
        var cliques = new List<int[]>();
        for (int i = 0; i < columns; i++)
        {
            int[] clique = [.. Enumerable.Range(0, columns).Where(column => model[Cliques][i * columns + column] > 0)];
            if (clique.Length > 0) cliques.Add(clique);
        }
        if (cliques.Count == 0) return TreeDistribution.Uniform(sizes);
        var tree = JunctionTree.OfOrdered(sizes, cliques);
        double[][] beliefs = new double[cliques.Count][];
        for (int i = 0, start = 0; i < beliefs.Length; i++)
        {
            beliefs[i] = new double[tree.CellsOf(i)];
            foreach (ref double belief in beliefs[i].AsSpan()) belief = probabilities[start++];
        }
        return new TreeDistribution(tree, beliefs);
    }
}
