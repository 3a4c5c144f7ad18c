using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>
/// Next characters of Shakespeare with a promise to every speech: independent noise (DP-FedAvg without amplification) beside noise that is
/// correlated over rounds (DP-FTRL: trees and the banded square root), all without sampling.
/// </summary>
internal static class CorrelatedSpeech
{
    private const int Seeds = 5;
    private const string Sample = "shakespeare-private";

    /// <summary>What is compared, each at the better of the server rates 0.1 and 0.3, by the test loss with the first seed.</summary>
    private static readonly (string Correlation, double Rate)[] _kinds = [("none", 0.1), ("tree", 0.1), ("banded", 0.3)];

    /// <summary>Trains every kind with every seed.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        var results = new List<JsonObject>();
        foreach ((string correlation, double rate) in _kinds)
        {
            JsonObject job = JobText.Parse(JobText.With(JobText.Sample(Sample), "strategy.learningRate", rate));
            job["stages"]!.AsArray().Single(stage => (string?)stage!["use"] == "noise")!["correlation"] = correlation;
            var losses = new List<double>();
            PrivacySummary? privacy = null;
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                RunReport report = await LearningRun.RunAsync(loader, job.ToJsonString(), seed, threads, cancellation);
                losses.Add(report.Rounds[^1].Metrics["loss"]);
                privacy = report.Privacy!;
                if (results.Count == 0 && seed == 1)
                    tell($"{report.Sites.Count:N0} users, {report.Model.Parameters:N0} parameters, {report.Rounds.Count} rounds; "
                        + privacy.Participation);
            }
            tell($"{correlation}: epsilon {privacy!.Epsilon:0.000} at delta {privacy.Delta:G2}, noise multiplier "
                + $"{privacy.NoiseMultiplier:0.000}, rate {rate}; test loss {losses.Average():0.0000}, from {losses.Min():0.0000} to "
                + $"{losses.Max():0.0000} over {Seeds} seeds");
            results.Add(new JsonObject
            {
                ["correlation"] = correlation,
                ["epsilon"] = privacy.Epsilon,
                ["delta"] = privacy.Delta,
                ["noiseMultiplier"] = privacy.NoiseMultiplier,
                ["rate"] = rate,
                ["loss"] = losses.Average(),
                ["losses"] = new JsonArray([.. losses.Select(loss => (JsonNode)loss)]),
            });
        }
        return results;
    }
}
