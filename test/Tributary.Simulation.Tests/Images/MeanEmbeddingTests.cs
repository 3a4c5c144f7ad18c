using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

public sealed class MeanEmbeddingTests
{
    private const string Sum = """[{ "use": "quantize", "bits": 16, "range": 32767, "rounding": "nearest" }, { "use": "plain-sum" }]""";
    private const string Secret = """[{ "use": "quantize", "bits": 16, "range": 32767, "rounding": "nearest" }, { "use": "secagg" }]""";

    private static string Job(int clients, string stages = "[]", string options = "\"epsilon\": 10") => Jobs.Digits($$"""
        {
          "partition": { "use": "iid", "clients": {{clients}} }, "rounds": 1, "stages": {{stages}},
          "model": { "use": "dp-merf", "frequencies": 150, "hidden": [40], "steps": 60, "batch": 10, {{options}} }
        }
        """);

    [Theory]
    [InlineData("\"epsilon\": 3", "[]")]
    [InlineData("\"epsilon\": 3", Sum)]
    [InlineData("\"epsilon\": 3", Secret)]
    [InlineData("\"delta\": 1e-6", "[]")]
    public async Task Five_sites_make_the_generator_of_one_bit_for_bit(string options, string stages)
    {
        float[] together = await MakeAsync(clients: 1, "[]", options), apart = await MakeAsync(clients: 5, stages, options);
        Assert.Equal(together, apart);
    }

    [Fact]
    public async Task Noise_follows_from_epsilon_and_the_seed()
    {
        float[] some = await MakeAsync(2, "[]", "\"epsilon\": 3");
        Assert.Equal(some, await MakeAsync(2, "[]", "\"epsilon\": 3"));
        Assert.NotEqual(some, await MakeAsync(2, "[]", "\"epsilon\": 4"));
        Assert.NotEqual(some, await MakeAsync(2, "[]", "\"epsilon\": 3, \"secretNoise\": true"));
    }

    [Fact]
    public async Task Classifiers_learn_digits_from_drawn_ones_alone()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits("""
            { "rounds": 1, "model": { "use": "dp-merf", "frequencies": 400, "hidden": [100], "steps": 500, "batch": 20, "epsilon": 10 } }
            """));
        SimulationResult result = await Jobs.RunAsync(job);
        Assert.Equal([EmbeddingPhase.Embeddings], result.Report.Rounds.Select(round => round.Question));
        SampleSet samples = Assert.Single(result.Report.Samples);
        Measurement logistic = samples.Measurements.Single(one => one.Name.StartsWith("accuracy of logistic", StringComparison.Ordinal));
        Assert.True(logistic.Value > 0.8, $"{logistic.Value}");
        Assert.Contains("epsilon 10, delta 1e-5", samples.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_rounds_that_would_not_follow()
    {
        string job = Job(2).Replace("\"rounds\":1", "\"rounds\":7", StringComparison.Ordinal);
        Assert.Equal(ProblemCodes.NotForSums, Assert.Single(Jobs.Problems(job)).Code);
    }

    private static async Task<float[]> MakeAsync(int clients, string stages, string options)
    {
        PlannedJob job = Jobs.Plan(Job(clients, stages, options));
        // Which images a site holds back depends on the division, and both must see the same images.
        var split = new NamedSource("digits").Load(new DataFolder(""));
        Federation all = Federation.Divide(split with { Test = split.Train }, new IidPartition { Clients = clients }, null, new RandomStream(9));
        SimulationResult result = await Jobs.RunAsync(job with { Federation = all });
        return [.. result.Model.Parameters.Values];
    }
}
