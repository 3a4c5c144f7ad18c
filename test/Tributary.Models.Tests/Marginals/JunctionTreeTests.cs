using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class JunctionTreeTests
{
    private static readonly int[] _sizes = [3, 2, 4, 2, 3];
    private static readonly int[][] _sets = [[0, 1], [1, 2, 3], [3, 4]];

    public static TheoryData<string> Questions => ["0", "2", "0 1", "1 3", "0 4", "0 2", "2 4", "0 2 4", "0 1 2 3 4"];

    [Theory]
    [MemberData(nameof(Questions))]
    public void Marginals_are_those_of_the_whole_table_also_across_cliques(string columns)
    {
        int[] attributes = [.. columns.Split(' ').Select(int.Parse)];
        TreeDistribution distribution = Random(JunctionTree.Over(_sizes, _sets));
        Factor joint = Joint(distribution);
        double[] expected = joint.SumOnto(attributes).Values, found = distribution.Marginal(attributes).Values;
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 1e-12);
    }

    [Fact]
    public void Every_set_lies_in_a_clique_and_cliques_meet_what_came_before_in_one_of_them()
    {
        int[][] sets = [[0, 1], [1, 2], [2, 3], [0, 3], [3, 4]]; // a ring needs a chord
        var tree = JunctionTree.Over(_sizes, sets);
        Assert.All(sets, set => Assert.True(tree.Host(set) >= 0));
        for (int i = 1; i < tree.Cliques.Length; i++)
        {
            int[] before = [.. tree.Cliques.Take(i).SelectMany(clique => clique).Distinct()];
            Assert.Equal(tree.Separators[i].Order(), tree.Cliques[i].Intersect(before).Order());
        }
    }

    [Fact]
    public void Columns_that_no_set_has_stand_alone_and_independent()
    {
        TreeDistribution distribution = Random(JunctionTree.Over(_sizes, [[0, 1]]));
        double[] pair = distribution.Marginal([2, 4]).Values, one = distribution.Marginal([2]).Values, other = distribution.Marginal([4]).Values;
        for (int i = 0; i < pair.Length; i++) Assert.Equal(one[i / 3] * other[i % 3], pair[i], 1e-14);
    }

    /// <summary>Marginals that agree, from weights at random.</summary>
    internal static TreeDistribution Random(JunctionTree tree)
    {
        var random = new RandomStream(7);
        double[][] logs = [.. tree.Cliques.Select((_, i) => Enumerable.Range(0, tree.CellsOf(i)).Select(_ => random.NextNormal()).ToArray())];
        double[][] beliefs = [.. logs.Select(log => new double[log.Length])];
        new CliqueTree(tree).Calibrate(logs, beliefs);
        return new TreeDistribution(tree, beliefs);
    }

    private static Factor Joint(TreeDistribution distribution)
    {
        Factor joint = distribution.Belief(0);
        for (int i = 1; i < distribution.Tree.Cliques.Length; i++)
        {
            Factor belief = distribution.Belief(i);
            joint = joint.Times(belief.Over(belief.SumOnto(distribution.Tree.Separators[i])));
        }
        return joint;
    }
}
