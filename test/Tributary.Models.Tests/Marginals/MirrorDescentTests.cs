using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class MirrorDescentTests
{
    private static readonly int[] _sizes = [3, 4, 2];

    [Fact]
    public void Finds_the_distribution_whose_marginals_were_counted()
    {
        var tree = JunctionTree.Over(_sizes, [[0, 1], [1, 2]]);
        TreeDistribution truth = JunctionTreeTests.Random(tree);
        MarginalMeasurement[] measured = [Measure(truth, [0, 1], 0), Measure(truth, [1, 2], 0)];
        TreeDistribution found = MirrorDescent.Fit(TreeDistribution.Uniform(_sizes), measured, tree, 1000, 10);
        foreach (int[] pair in (int[][])[[0, 1], [1, 2], [0, 2]])
            Assert.True(found.Marginal(pair).DistanceTo(truth.Marginal(pair)) < 1e-6);
    }

    [Fact]
    public void Reconciles_noisy_counts_that_contradict_each_other()
    {
        var tree = JunctionTree.Over(_sizes, [[0, 1], [1, 2]]);
        TreeDistribution truth = JunctionTreeTests.Random(tree);
        MarginalMeasurement[] measured = [Measure(truth, [0, 1], 40), Measure(truth, [1, 2], 40), Measure(truth, [1], 5)];
        TreeDistribution found = MirrorDescent.Fit(TreeDistribution.Uniform(_sizes), measured, tree, 1000, 300);
        double[] one = found.Belief(tree.Host([0, 1])).SumOnto([1]).Values, other = found.Belief(tree.Host([1, 2])).SumOnto([1]).Values;
        for (int i = 0; i < one.Length; i++) Assert.Equal(one[i], other[i], 1e-10);
        // The column was counted with little noise, so it is known better than its pairs tell.
        Assert.True(found.Marginal([1]).DistanceTo(truth.Marginal([1])) < 0.03);
        Assert.True(measured[0].Counts.SumOnto([1]).Scaled(0.001).DistanceTo(truth.Marginal([1])) > 0.03);
    }

    private static MarginalMeasurement Measure(TreeDistribution truth, int[] attributes, double sigma)
    {
        var random = new RandomStream(3);
        Factor exact = truth.Marginal(attributes).Scaled(1000);
        return new MarginalMeasurement(
            new Factor(attributes, _sizes, [.. exact.Values.Select(value => value + sigma * random.NextNormal())]), Math.Max(1, sigma));
    }
}
