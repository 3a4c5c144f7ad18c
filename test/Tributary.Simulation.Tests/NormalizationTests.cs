using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Simulation.Tests;

public sealed class NormalizationTests : IDisposable
{
    private const string Cancer = """
        "data": { "use": "breast-cancer" }, "model": { "use": "logistic" }, "normalize": true
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Compares the model's statistics with those of all training rows in one table.</summary>
    private static void ExpectPooledStatistics(PlannedJob job, ParameterSet model)
    {
        var pooled = (LabelledData)job.Federation.Pooled;
        int columns = pooled.FeatureShape.Count;
        float[][] rows = [.. Enumerable.Range(0, pooled.Count).Select(i =>
        {
            float[] row = new float[columns];
            pooled.CopyFeatures(i, row);
            return row;
        })];
        for (int column = 0; column < columns; column++)
        {
            double mean = rows.Average(row => (double)row[column]);
            double deviation = Math.Sqrt(rows.Average(row => (row[column] - mean) * (row[column] - mean)));
            Assert.Equal((float)mean, model[NormalizePhase.MeanTensor][column], 1e-6 * Math.Abs(mean));
            double scale = deviation > 1e-6 * Math.Abs(mean) ? 1 / deviation : 1;
            Assert.Equal((float)scale, model[NormalizePhase.ScaleTensor][column], 1e-5 * scale);
        }
    }

    [Theory]
    [InlineData("""{ "use": "sizes", "weights": [7, 2, 1] }""")]
    [InlineData("""{ "use": "shards", "clients": 10 }""")]
    public async Task Statistics_of_the_federation_are_those_of_the_pooled_table(string partition)
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits($$"""{ {{Cancer}}, "rounds": 1, "partition": {{partition}} }"""));
        SimulationResult result = await Jobs.RunAsync(job);
        Assert.Equal(
            [NormalizePhase.Means, NormalizePhase.Deviations, TrainPhase.QuestionName],
            result.Report.Rounds.Select(round => round.Question));
        ExpectPooledStatistics(job, result.Model.Parameters);
    }

    [Fact]
    public async Task A_constant_column_and_one_far_from_zero_are_normalized_too()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"7,{1_000_000 + i % 5},{i * 1e-6:R},{i % 2}\n"));
        string path = _folder.Write("t.csv", "same,far,near,y\n" + rows).Replace('\\', '/');
        PlannedJob job = Jobs.Plan(Jobs.Digits($$"""
            {
              "data": { "use": "csv", "path": "{{path}}", "label": "y" }, "partition": { "use": "iid", "clients": 3 },
              "model": { "use": "logistic" }, "normalize": true
            }
            """));
        SimulationResult result = await Jobs.RunAsync(job);
        Assert.Equal(1, result.Model.Parameters[NormalizePhase.ScaleTensor][0]);
        ExpectPooledStatistics(job, result.Model.Parameters);
    }

    [Fact]
    public async Task Baselines_see_the_same_normalized_features()
    {
        // Without statistics these columns, of areas and of shares, cannot be learnt at this rate.
        SimulationResult result = await Jobs.RunAsync(Jobs.Digits($$"""
            { {{Cancer}}, "rounds": 5, "partition": { "use": "iid", "clients": 4 }, "compare": ["local", "pooled"] }
            """));
        Assert.All(result.Report.Comparison, row => Assert.InRange(row.Metrics["accuracy"], 0.9, 1));
    }

    [Fact]
    public async Task A_deadline_of_training_does_not_cut_the_questions_before_it()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits($$"""
            {
              {{Cancer}}, "rounds": 1, "partition": { "use": "sizes", "weights": [7, 2, 1] },
              "pacing": { "use": "all", "deadlineSeconds": 1 }, "simulation": { "examplesPerSecond": 100 }
            }
            """));
        SimulationResult result = await Jobs.RunAsync(job);
        Assert.Equal(RunOutcome.Completed, result.Report.Outcome);
        Assert.Equal([3, 3, 2], result.Report.Rounds.Select(round => round.Received)); // the largest site needs more than a second
        ExpectPooledStatistics(job, result.Model.Parameters);
    }
}
