using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>MNIST in one place by DP-SGD at two budgets, through the ordinary trainer.</summary>
internal static class PrivateImages
{
    /// <summary>Budgets, the rates that suit them, and what is to be reached.</summary>
    private static readonly (double Epsilon, double Rate, double Target)[] _cases = [(2, 0.25, 0.96), (8, 0.5, 0.97)];

    /// <summary>Trains once at each budget.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        var results = new List<JsonObject>();
        foreach ((double epsilon, double rate, double target) in _cases)
        {
            string text = JobText.With(JobText.With(JobText.Sample("mnist-private"), "local.privacy.epsilon", epsilon),
                "local.optimizer.learningRate", rate);
            RunReport report = await LearningRun.RunAsync(loader, text, seed: 1, threads, cancellation);
            ExampleGuarantee kept = report.Examples!;
            double accuracy = report.Rounds[^1].Metrics["accuracy"];
            tell($"epsilon {kept.Epsilon:0.0000} at delta {kept.Delta:G2} ({kept.Accountant}): accuracy {accuracy:P2}, "
                + $"to reach {target:P0}; {kept.Steps} steps, noise multiplier {kept.NoiseMultiplier:0.0000}, {report.Totals.Seconds:0} s");
            results.Add(new JsonObject
            {
                ["epsilon"] = kept.Epsilon,
                ["delta"] = kept.Delta,
                ["accountant"] = kept.Accountant,
                ["noiseMultiplier"] = kept.NoiseMultiplier,
                ["steps"] = kept.Steps,
                ["accuracy"] = accuracy,
                ["target"] = target,
                ["seconds"] = report.Totals.Seconds,
            });
        }
        return results;
    }
}
