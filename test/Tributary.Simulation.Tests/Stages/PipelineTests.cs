using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Simulation.Tests;

/// <summary>Every stage in a whole run: the model still learns, and the bytes are those that the stage promises.</summary>
public sealed class PipelineTests
{
    private const int Sites = 5, Rounds = 8;

    private static async Task<SimulationResult> RunAsync(string stages, string more = "") => await Jobs.RunAsync(Jobs.Digits($$"""
        {
          "rounds": {{Rounds}}, "partition": { "use": "iid", "clients": {{Sites}} }, "stages": {{stages}} {{more}},
          "model": { "use": "mlp", "hidden": [32] }, "local": { "epochs": 2, "batchSize": 16, "optimizer": { "use": "sgd", "learningRate": 0.1 } }
        }
        """));

    private static double Accuracy(SimulationResult result) => result.Report.Rounds[^1].Metrics["accuracy"];

    /// <summary>The bytes of one update.</summary>
    private static double UpdateBytes(SimulationResult result) => (double)result.Report.Totals.BytesUp / (Sites * Rounds);

    private static int Parameters(SimulationResult result) => result.Model.Parameters.Layout.TrainableLength;

    [Theory]
    [InlineData("""[]""", 32)]
    [InlineData("""[{ "use": "clip", "norm": 3 }]""", 32)]
    [InlineData("""[{ "use": "clip", "norm": 5, "perLayer": true }]""", 32)]
    [InlineData("""[{ "use": "clip", "norm": 3 }, { "use": "quantize", "bits": 12 }]""", 12 + 3)] // three bits more hold the sum of five
    [InlineData("""[{ "use": "quantize", "bits": 8, "range": 1, "rounding": "nearest" }]""", 8 + 3)]
    [InlineData("""[{ "use": "quantize", "bits": 8, "scale": "block", "block": 256 }]""", 8)]
    [InlineData("""[{ "use": "quantize", "bits": 2, "scale": "block", "block": 64 }]""", 2.5)] // a scale of 32 bits for every 64
    [InlineData("""[{ "use": "bf16" }]""", 16)]
    [InlineData("""[{ "use": "clip", "norm": 3 }, { "use": "bf16" }]""", 16)]
    [InlineData("""[{ "use": "rand-k", "fraction": 0.25, "errorFeedback": true }]""", 8)]
    [InlineData("""[{ "use": "rand-k", "fraction": 0.5 }]""", 16)]
    [InlineData("""[{ "use": "top-k", "fraction": 0.1 }]""", 4)] // 32 bits and a byte of place for one in ten
    [InlineData("""[{ "use": "clip", "norm": 3 }, { "use": "quantize", "bits": 12 }, { "use": "plain-sum" }]""", 12 + 3)]
    [InlineData("""[{ "use": "clip", "norm": 3 }, { "use": "quantize", "bits": 12 }, { "use": "plain-sum", "groupSize": 2 }]""", 12 + 3)]
    public async Task Learns_through_these_stages_at_so_many_bits_a_parameter(string stages, double bits)
    {
        SimulationResult result = await RunAsync(stages);
        Assert.Equal(RunOutcome.Completed, result.Report.Outcome);
        Assert.InRange(Accuracy(result), 0.65, 1);
        double expected = Parameters(result) * bits / 8;
        Assert.InRange(UpdateBytes(result), expected, 1.03 * expected + 800); // a header of a few names
    }

    [Fact]
    public async Task Zip_makes_the_same_model_from_fewer_bytes()
    {
        SimulationResult plain = await RunAsync("[]"), zipped = await RunAsync("""[{ "use": "zip", "level": 9 }]""");
        Assert.Equal(plain.Model.Parameters.Values.ToArray(), zipped.Model.Parameters.Values.ToArray());
        Assert.InRange(UpdateBytes(zipped) / UpdateBytes(plain), 0.5, 0.97);
    }

    [Fact]
    public async Task Zip_gains_more_after_few_bits()
    {
        SimulationResult coarse = await RunAsync("""[{ "use": "clip", "norm": 3 }, { "use": "quantize", "bits": 8 }]""");
        SimulationResult zipped = await RunAsync("""[{ "use": "clip", "norm": 3 }, { "use": "quantize", "bits": 8 }, { "use": "zip" }]""");
        Assert.Equal(coarse.Model.Parameters.Values.ToArray(), zipped.Model.Parameters.Values.ToArray());
        Assert.InRange(UpdateBytes(zipped) / UpdateBytes(coarse), 0.1, 0.8);
    }

    [Fact]
    public async Task A_plain_sum_of_the_whole_cohort_changes_nothing()
    {
        const string Clip = """{ "use": "clip", "norm": 3 }, { "use": "quantize", "bits": 10 }""";
        SimulationResult one = await RunAsync($"[{Clip}]"), summed = await RunAsync($$"""[{{Clip}}, { "use": "plain-sum" }]""");
        Assert.Equal(one.Model.Parameters.Values.ToArray(), summed.Model.Parameters.Values.ToArray());
        Assert.Equal("plain-sum", summed.Report.Stages[^1]);
    }

    [Fact]
    public async Task What_is_not_shared_stays_as_it_was()
    {
        SimulationResult result = await RunAsync("""[{ "use": "share", "tensors": ["fc2.*"] }]""");
        PlannedJob job = Jobs.Plan(Jobs.Digits("""{ "model": { "use": "mlp", "hidden": [32] } }"""));
        Assert.Equal(job.Initial["fc1.weight"].ToArray(), result.Model.Parameters["fc1.weight"].ToArray());
        Assert.NotEqual(job.Initial["fc2.weight"].ToArray(), result.Model.Parameters["fc2.weight"].ToArray());
        int shared = 32 * 10 + 10;
        Assert.InRange(UpdateBytes(result), 4 * shared, 4 * shared + 500);
    }

    [Fact]
    public async Task A_clip_bounds_how_far_a_round_moves_the_model()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits("""{ "rounds": 1, "stages": [{ "use": "clip", "norm": 0.125 }] }"""));
        SimulationResult result = await Jobs.RunAsync(job);
        double square = 0;
        for (int i = 0; i < job.Initial.Values.Length; i++)
        {
            double moved = result.Model.Parameters.Values[i] - job.Initial.Values[i];
            square += moved * moved;
        }
        Assert.InRange(Math.Sqrt(square), 0.05, 0.125 + 1e-6);
    }

    [Theory]
    [InlineData("""{ "use": "median" }""")]
    [InlineData("""{ "use": "trimmed-mean" }""")]
    public async Task Robust_aggregators_learn(string aggregator)
    {
        SimulationResult result = await RunAsync("[]", $$""", "aggregator": {{aggregator}}""");
        Assert.InRange(Accuracy(result), 0.75, 1);
    }

    [Theory]
    [InlineData("""{ "use": "fed-avg-m", "learningRate": 0.5, "momentum": 0.5 }""")]
    [InlineData("""{ "use": "fed-adam", "learningRate": 0.03 }""")]
    [InlineData("""{ "use": "fed-yogi", "learningRate": 0.03 }""")]
    [InlineData("""{ "use": "fed-adagrad", "learningRate": 0.03 }""")]
    public async Task Server_optimizers_learn(string strategy)
    {
        SimulationResult result = await RunAsync("[]", $$""", "strategy": {{strategy}}""");
        Assert.InRange(Accuracy(result), 0.75, 1);
    }

    [Fact]
    public async Task The_bytes_of_a_round_are_those_of_its_bodies()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits("""{ "rounds": 2, "simulation": { "dropout": 0.3 }, "seed": 4 }"""));
        SimulationResult result = await Jobs.RunAsync(job);
        Segment[] segments =
        [
            .. job.Initial.Layout.Entries.Select(entry => new Segment(entry.Name, entry.Shape.Count)),
            new Segment("metrics", 1, SegmentRole.Metrics), new Segment("weight", 1, SegmentRole.Weight),
        ];
        int body = PayloadWriter.Write(new RealPayload(segments, new float[segments.Sum(segment => segment.Length)])).Length;
        using var model = new MemoryStream();
        SafetensorsWriter.Write(model, job.Initial);
        Assert.Contains(result.Report.Rounds, round => round.Received < Sites);
        Assert.All(result.Report.Rounds, round =>
        {
            Assert.Equal(round.Received * body, round.BytesUp);
            Assert.Equal(Sites * model.Length, round.BytesDown);
        });
        Assert.Equal(result.Report.Rounds.Sum(round => round.BytesUp), result.Report.Totals.BytesUp);
    }
}
