using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Draws rows from a distribution over groups of cells, and says how surprising rows are.</summary>
public sealed class MarginalGenerator : IRowDistribution
{
    private const double Least = 1e-9; // a row that cannot be is very surprising, and not infinitely

    private readonly MarginalLayout _layout;
    private readonly ColumnGroups[] _groups;
    private readonly TreeDistribution _distribution;
    private readonly Factor[] _separators;

    /// <summary>The generator that a model's tensors describe.</summary>
    public MarginalGenerator(MarginalLayout layout, ParameterSet model)
    {
        _layout = layout;
        _groups = layout.Histogram.Groups(model);
        _distribution = layout.Read(model, _groups);
        _separators = [.. _distribution.Tree.Separators.Select((part, i) => _distribution.Belief(i).SumOnto(part))];
    }

    /// <inheritdoc/>
    public TableShape Shape => _layout.Shape;

    /// <summary>The columns of every clique.</summary>
    public IReadOnlyList<int[]> Cliques => _distribution.Tree.Cliques;

    /// <inheritdoc/>
    public double Surprise(TableData data, int row)
    {
        int columns = _groups.Length;
        Span<int> groups = stackalloc int[columns];
        double surprise = 0;
        for (int column = 0; column < columns; column++)
        {
            int cell = _layout.Histogram.Cells.CellOf(column, data[row, column]);
            groups[column] = _groups[column].GroupOf[cell];
            surprise -= Elementary.Log(Math.Max(Least, _groups[column].Shares[cell]));
        }
        for (int i = 0; i < _separators.Length; i++)
            surprise -= Elementary.Log(Math.Max(Least, At(_distribution.Belief(i), groups)))
                - Elementary.Log(Math.Max(Least, At(_separators[i], groups)));
        return surprise;
    }

    /// <inheritdoc/>
    public TableData Sample(int rows, IReadOnlyList<(int Column, float Value)> where, RandomStream random)
    {
        TreeDistribution given = Given(where);
        JunctionTree tree = given.Tree;
        int columns = _groups.Length;
        int[][] drawn = [.. Enumerable.Range(0, columns).Select(_ => new int[rows])];
        int[] order = [.. Enumerable.Range(0, rows)];
        for (int i = 0; i < tree.Cliques.Length; i++) Extend(tree, i, given.Beliefs[i], order, drawn, random.Derive("clique", i));
        float[] cells = new float[rows * columns];
        for (int column = 0; column < columns; column++)
        {
            float? held = where.Where(pair => pair.Column == column).Select(pair => (float?)pair.Value).FirstOrDefault();
            FillColumn(column, drawn[column], held, cells, random.Derive("cells", column));
        }
        random.Derive("order").Shuffle<int>(order);
        return TableData.Of(Shape, cells).Select(order);
    }

    /// <summary>The distribution of rows that have the values asked for.</summary>
    private TreeDistribution Given(IReadOnlyList<(int Column, float Value)> where)
    {
        if (where.Count == 0) return _distribution;
        JunctionTree tree = _distribution.Tree;
        double[][] weights = [.. tree.Cliques.Select((_, i) => i == 0 ? _distribution.Beliefs[i].ToArray()
            : _distribution.Belief(i).Over(_separators[i]).Values)];
        foreach ((int column, float value) in where)
        {
            int cell = _layout.Histogram.Cells.CellOf(column, value), kept = _groups[column].GroupOf[cell];
            double[] shares = _distribution.Marginal([column]).Values;
            if (!(shares[kept] > 0) || !(_groups[column].Shares[cell] > 0)) throw NoSuchRow(column, value);
            int host = tree.Host([column]);
            int[] map = Cells.Projection(tree.Cliques[host], [column], tree.Sizes);
            for (int i = 0; i < map.Length; i++)
                if (map[i] != kept) weights[host][i] = 0;
        }
        new CliqueTree(tree).Agree(weights);
        return weights[0].Any(double.IsNaN) || !(weights[0].Sum() > 0)
            ? throw new DataException(
                "The generator gives such rows no probability: what is asked for does not occur together. Ask for less.")
            : new TreeDistribution(tree, weights);
    }

    private DataException NoSuchRow(int column, float value) => new(
        $"The generator makes no row with '{Shape.Columns[column].Name}' = '{TableFile.TextOf(Shape.Columns[column], value)}': "
        + "none was counted. Ask for another value.");

    /// <summary>
    /// Gives every row the columns of a clique that it has not got yet: as many rows of each kind as its probability says, up to one.
    /// </summary>
    private static void Extend(JunctionTree tree, int clique, double[] belief, int[] order, int[][] drawn, RandomStream random)
    {
        int[] attributes = tree.Cliques[clique], separator = tree.Separators[clique];
        int[] map = Cells.Projection(attributes, separator, tree.Sizes), strides = Cells.Strides(attributes, attributes, tree.Sizes);
        var cellsOf = new List<int>[Cells.Count(separator, tree.Sizes)];
        for (int cell = 0; cell < map.Length; cell++) (cellsOf[map[cell]] ??= []).Add(cell);
        var rowsOf = new List<int>?[cellsOf.Length];
        int[] stridesOfSeparator = Cells.Strides(separator, separator, tree.Sizes);
        foreach (int row in order)
        {
            int kind = 0;
            for (int i = 0; i < separator.Length; i++) kind += drawn[separator[i]][row] * stridesOfSeparator[i];
            (rowsOf[kind] ??= []).Add(row);
        }
        for (int kind = 0; kind < rowsOf.Length; kind++)
        {
            if (rowsOf[kind] is not { } rows) continue;
            int[] shuffled = [.. rows];
            random.Shuffle<int>(shuffled);
            double sum = 0, before = 0, start = random.NextDouble();
            foreach (int cell in cellsOf[kind]) sum += belief[cell];
            int done = 0;
            for (int c = 0; c < cellsOf[kind].Count; c++)
            {
                int cell = cellsOf[kind][c];
                before += sum > 0 ? belief[cell] / sum : 1.0 / cellsOf[kind].Count;
                int until = c == cellsOf[kind].Count - 1 ? shuffled.Length
                    : Math.Clamp((int)Math.Floor(before * shuffled.Length + start), done, shuffled.Length);
                for (; done < until; done++)
                    for (int i = 0; i < attributes.Length; i++)
                        drawn[attributes[i]][shuffled[done]] = cell / strides[i] % tree.Sizes[attributes[i]];
            }
        }
    }

    /// <summary>A cell of every row's group, and a value in that cell.</summary>
    private void FillColumn(int column, int[] groups, float? held, float[] cells, RandomStream random)
    {
        ColumnGroups known = _groups[column];
        int[][] members = [.. Enumerable.Range(0, known.Count)
            .Select(group => Enumerable.Range(0, known.GroupOf.Length).Where(cell => known.GroupOf[cell] == group).ToArray())];
        for (int row = 0; row < groups.Length; row++)
        {
            int[] choice = members[groups[row]];
            double left = random.NextDouble();
            int at = 0;
            while (at < choice.Length - 1 && (left -= known.Shares[choice[at]]) >= 0) at++;
            cells[row * _groups.Length + column] = held ?? _layout.Histogram.Cells.Draw(column, choice[at], random);
        }
    }

    private static double At(Factor factor, ReadOnlySpan<int> groups)
    {
        int cell = 0;
        foreach (int attribute in factor.Attributes) cell = cell * factor.Sizes[attribute] + groups[attribute];
        return factor.Values[cell];
    }
}
