namespace Tributary.Core.Tests;

/// <summary>Jobs as people write them, from their text to a model.</summary>
public sealed class WholeRunTests
{
    private static async Task<(Federation Federation, Coordinator Coordinator, RunState State)> RunAsync(string members, params int[] order)
    {
        var problems = new List<Problem>();
        var catalog = new Catalog();
        string json = $$"""{ "name": "n", "data": { "use": "a" }, "partition": { "use": "b" }, "model": { "use": "c" }, "rounds": 3, {{members}} }""";
        JobSpec? job = JobReader.Read(json, catalog, problems);
        Composition? parts = job is null ? null : catalog.Compose(job, problems);
        Assert.Empty(problems);
        var federation = new Federation { Parts = parts!, Rounds = job!.Rounds };
        Coordinator coordinator = await federation.OpenAsync();
        return (federation, coordinator, await federation.FinishAsync(coordinator, order));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""  "strategy": { "use": "fed-sgd" }  """)]
    [InlineData("""  "strategy": { "use": "fed-avg-m", "nesterov": true }, "weighting": "uniform"  """)]
    [InlineData("""  "strategy": { "use": "fed-adam" }, "stages": [ { "use": "clip", "norm": 0.5 }, { "use": "quantize", "bits": 4 } ]  """)]
    [InlineData("""  "strategy": { "use": "fed-yogi" }, "stages": [ { "use": "top-k", "fraction": 0.5 }, { "use": "zip" } ]  """)]
    [InlineData("""  "strategy": { "use": "fed-adagrad" }, "stages": [ { "use": "rand-k", "fraction": 0.5 }, { "use": "quantize", "range": 1 } ]  """)]
    [InlineData("""  "stages": [ { "use": "share", "tensors": ["w"] }, { "use": "quantize", "scale": "block" }, { "use": "zip" } ]  """)]
    [InlineData("""  "stages": [ { "use": "clip", "norm": 1 }, { "use": "quantize" }, { "use": "plain-sum", "groupSize": 2 } ]  """)]
    [InlineData("""  "aggregator": { "use": "median" }  """)]
    [InlineData("""  "aggregator": { "use": "trimmed-mean", "fraction": 0.25 }, "selector": { "use": "uniform", "count": 4 }  """)]
    [InlineData("""  "selector": { "use": "uniform", "fraction": 0.5 }, "pacing": { "use": "count", "count": 1, "overSelection": 2 }  """)]
    [InlineData("""  "selector": { "use": "fixed", "clients": ["client-1", "client-3"] }, "pacing": { "use": "fraction", "fraction": 0.5 }  """)]
    public async Task A_job_runs_to_its_last_round_and_moves_the_model(string members)
    {
        (Federation federation, Coordinator coordinator, RunState state) = await RunAsync(members.Length > 2 ? members : "\"seed\": 1");
        using (coordinator)
        {
            Assert.Equal((RunOutcome.Completed, 3), (state.Outcome, state.Model!.Number));
            Assert.NotEqual(1, (await federation.ModelAsync(coordinator))["w"][0]);
        }
    }

    [Theory]
    [InlineData("""  "stages": [ { "use": "clip", "norm": 0.4 }, { "use": "quantize" }, { "use": "plain-sum", "groupSize": 2 } ]  """)]
    [InlineData("""  "stages": [ { "use": "top-k", "fraction": 0.5 } ], "aggregator": { "use": "median" }, "strategy": { "use": "fed-yogi" }  """)]
    public async Task Whoever_is_first_the_model_is_the_same(string members)
    {
        (_, Coordinator forwards, RunState expected) = await RunAsync(members, 0, 1, 2, 3);
        (_, Coordinator backwards, RunState actual) = await RunAsync(members, 3, 1, 0, 2);
        using (forwards)
        using (backwards) Assert.Equal(expected.Model, actual.Model);
    }

    [Fact]
    public async Task A_group_that_loses_a_member_still_counts()
    {
        var federation = new Federation();
        federation = federation with
        {
            Parts = federation.Parts with { Pipeline = new Pipeline(new Quantize { Bits = 12, Range = 1 }, new PlainSum { GroupSize = 2 }) },
        };
        using Coordinator coordinator = await federation.OpenRoundAsync();
        await coordinator.DeclineAsync(new RoundId("run", 1), federation.Ids[0], DropReason.Unavailable);
        await federation.FinishAsync(coordinator);
        // Points of the clients 1 to 3 alone: the mean gradient of (w, b) at y = x over seven points.
        (float X, float Y)[] left = [(3, 4), (0, 1), (1, 1), (2, 2), (-1, -4), (2, 1), (-2, 1)];
        float b = -LeastSquares.Rate * left.Average(point => point.X - point.Y);
        Assert.Equal(b, (await federation.ModelAsync(coordinator))["b"][0], 1e-3f);
    }
}
