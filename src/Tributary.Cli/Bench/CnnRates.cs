using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>The FedAvg paper's CNN on MNIST over a grid of client rates: McMahan et al. 2017 tuned the rate for every cell.</summary>
internal static class CnnRates
{
    private static readonly double[] _rates = [0.1, 0.2, 0.3];

    /// <summary>Runs the sample once a rate.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        var results = new List<JsonObject>();
        foreach (double rate in _rates)
        {
            string text = JobText.With(JobText.Sample("mnist-cnn-iid"), "compare", new JsonArray());
            text = JobText.With(text, "local.optimizer.learningRate", rate);
            RunReport report = await LearningRun.RunAsync(loader, text, 1, threads, cancellation);
            results.Add(RoundsToTarget.Describe(
                $"rate {rate}", LearningRun.BestSoFar(report, "accuracy"), [0.98, 0.985, 0.99], report.Totals.Seconds, tell));
        }
        return results;
    }
}
