using System.Text.Json;

namespace Tributary.Core.Tests;

public sealed class DpEventTests
{
    private static readonly DpEvent _all = new ComposedEvent(
    [
        new GaussianEvent(1.5), new LaplaceEvent(2), new DiscreteGaussianEvent(3, 2, 4), new SkellamEvent(5, 1, 2, 3),
        new PoissonSampledEvent(0.01, new GaussianEvent(1)).Times(100), new FixedSizeSampledEvent(100, 10, new GaussianEvent(2)),
        new PoissonSampledEvent(0.01, new GaussianEvent(1), Neighbours.ReplaceOne), new TreeEvent(4, 15, 2),
        new BandedMatrixEvent(2, 0.01, 1000, 10), new NonPrivateEvent("because"),
    ]);

    [Fact]
    public void Every_event_comes_back_from_json_as_it_was()
    {
        string json = JsonSerializer.Serialize(_all, CoreJson.Default.DpEvent);
        Assert.Equal(_all, JsonSerializer.Deserialize(json, CoreJson.Default.DpEvent));
        Assert.Contains("\"use\":\"poisson-sampled\"", json, StringComparison.Ordinal);
        Assert.Contains("\"neighbours\":\"replace-one\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Possible_numbers_are_no_problem() => Assert.Empty(_all.Check("$"));

    [Fact]
    public void Every_impossible_number_is_told_with_its_place()
    {
        DpEvent wrong = new ComposedEvent([new GaussianEvent(-1), new PoissonSampledEvent(2, new LaplaceEvent(double.NaN)).Times(0), new FixedSizeSampledEvent(5, 6, new GaussianEvent(1))]);
        Problem[] problems = [.. wrong.Check("$")];
        Assert.Equal(
            ["$.events[0].noiseMultiplier", "$.events[1].count", "$.events[1].event.probability", "$.events[1].event.event.noiseMultiplier", "$.events[2].sample"],
            problems.Select(problem => problem.Path));
        Assert.All(problems, problem => Assert.Equal("TRB0201", problem.Code));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(8, 4)]
    [InlineData(512, 10)]
    public void A_leaf_is_in_as_many_nodes_as_the_tree_is_deep(long steps, int depth) => Assert.Equal(depth, new TreeEvent(1, steps).Depth);
}
