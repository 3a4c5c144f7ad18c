using Tributary.Core;
using Tributary.Models;
using Tributary.Tests;

namespace Tributary.Simulation.Tests;

public sealed class HeartTests
{
    private const string Heart = """
        {
          "data": { "use": "heart-disease" }, "partition": { "use": "by-column" }, "holdout": 0.34, "normalize": true,
          "model": { "use": "logistic" }, "rounds": 15, "compare": ["local", "pooled"],
          "local": { "steps": 100, "batchSize": 4, "optimizer": { "use": "sgd", "learningRate": 0.001 } }
        }
        """;

    [Fact]
    public async Task Four_hospitals_predict_better_than_the_majority_without_sharing_a_row()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits(Heart), SharedData.PathOrSkip("data"));
        Assert.Equal([46, 130, 261, 303], job.Federation.Sites.Select(site => site.Train.Count + site.Test!.Count).Order());
        SimulationResult result = await Jobs.RunAsync(job);

        double federated = result.Report.Comparison.Single(row => row.Label == ComparisonRow.Federated).Metrics["accuracy"];
        double pooled = result.Report.Comparison.Single(row => row.Label == ComparisonRow.Pooled).Metrics["accuracy"];
        Assert.InRange(federated, 0.7, 0.9);
        Assert.InRange(pooled - federated, -0.1, 0.1);
        Assert.Equal([NormalizePhase.Means, NormalizePhase.Deviations], result.Report.Rounds.Take(2).Select(round => round.Question));
        Assert.Equal(4, result.Report.Sites.Count);
        Assert.All(result.Report.Sites, site => Assert.NotNull(site.Alone));
    }

    [Fact]
    public async Task Columns_have_mean_zero_and_variance_one_over_all_hospitals_together()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits(Heart), SharedData.PathOrSkip("data"));
        SimulationResult result = await Jobs.RunAsync(job with { Spec = job.Spec with { Compare = [] } });
        var pooled = (LabelledData)job.Federation.Pooled;
        float[] mean = result.Model.Parameters[NormalizePhase.MeanTensor].ToArray();
        float[] scale = result.Model.Parameters[NormalizePhase.ScaleTensor].ToArray();
        float[] row = new float[mean.Length];
        double[] sums = new double[row.Length], squares = new double[row.Length];
        for (int i = 0; i < pooled.Count; i++)
        {
            pooled.CopyFeatures(i, row);
            for (int column = 0; column < row.Length; column++)
            {
                float z = (row[column] - mean[column]) * scale[column];
                sums[column] += z;
                squares[column] += z * z;
            }
        }
        Assert.All(sums, sum => Assert.Equal(0, sum / pooled.Count, 1e-5));
        Assert.All(squares, square => Assert.Equal(1, square / pooled.Count, 1e-5));
    }
}
