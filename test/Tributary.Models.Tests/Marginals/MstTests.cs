using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class MstTests
{
    private static readonly int[] _sizes = [4, 4, 4, 2];

    [Fact]
    public void Chooses_the_pairs_that_hang_together_and_not_those_that_follow_from_them()
    {
        TreeDistribution fitted = new Mst().Fit(Counts(label: -1));
        string[] cliques = [.. fitted.Tree.Cliques.Where(clique => clique.Length == 2).Select(clique => string.Join('-', clique)).Order()];
        Assert.Equal(["0-1", "1-2", "2-3"], cliques); // the chain that made the rows
    }

    [Fact]
    public void Has_the_label_in_every_clique_where_that_is_asked()
    {
        TreeDistribution fitted = new Mst { LabelInEveryClique = true }.Fit(Counts(label: 3));
        Assert.All(fitted.Tree.Cliques, clique => Assert.Contains(3, clique));
        Assert.All(fitted.Tree.Cliques, clique => Assert.Equal(3, clique.Length));
    }

    [Fact]
    public void Aim_finds_what_a_tree_of_pairs_cannot_say()
    {
        // The last column is whether the first two are equal: no pair of columns tells anything.
        MarginalCounts counts = Count([2, 2, 2], -1, random =>
        {
            int a = random.NextInt(2), b = random.NextInt(2);
            return [a, b, a == b ? 1 : 0];
        }, triples: true);
        Factor truth = counts.Cliques[^1].Scaled(1 / counts.Total);
        TreeDistribution aim = new Aim { Size = 100 }.Fit(counts);
        Assert.True(aim.Marginal([0, 1, 2]).DistanceTo(truth) < 0.01);
        Assert.True(new Mst().Fit(counts with { Cliques = [.. counts.Cliques.SkipLast(1)] }).Marginal([0, 1, 2]).DistanceTo(truth) > 0.9);
    }

    [Fact]
    public void Aim_keeps_its_cliques_within_the_size()
    {
        TreeDistribution aim = new Aim { Size = 40 }.Fit(Counts(label: -1));
        Assert.InRange(aim.Tree.CellCount, 14, 40);
    }

    private static MarginalCounts Counts(int label) => Count(_sizes, label, random =>
    {
        int a = random.NextInt(4), b = Follow(a, random), c = Follow(b, random);
        return [a, b, c, random.NextDouble() < 0.8 == c < 2 ? 0 : 1];
    }, triples: false);

    private static int Follow(int value, RandomStream random) => random.NextDouble() < 0.7 ? value : random.NextInt(4);

    private static MarginalCounts Count(int[] sizes, int label, Func<RandomStream, int[]> draw, bool triples)
    {
        const int Rows = 4000;
        var random = new RandomStream(11);
        int[][] rows = [.. Enumerable.Range(0, Rows).Select(_ => draw(random))];
        int[][] cliques = [.. MarginalQuestions.Of(sizes.Length, label), .. triples ? [[0, 1, 2]] : Array.Empty<int[]>()];
        return new MarginalCounts
        {
            Sizes = sizes,
            Label = label,
            Cliques = [.. cliques.Select(Of)],
            Columns = [.. Enumerable.Range(0, sizes.Length).Select(column => new MarginalMeasurement(Of([column]), 1))],
            Total = Rows,
        };

        Factor Of(int[] clique)
        {
            double[] values = new double[Cells.Count(clique, sizes)];
            foreach (int[] row in rows) values[clique.Aggregate(0, (cell, column) => cell * sizes[column] + row[column])]++;
            return new Factor(clique, sizes, values);
        }
    }
}
