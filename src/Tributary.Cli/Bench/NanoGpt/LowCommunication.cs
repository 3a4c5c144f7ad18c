using System.Text.Json.Nodes;
using Tributary.Models;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>
/// Four sites that pre-train a GPT and meet every 50 steps (DiLoCo), beside one place with all of the text: the same number of steps with
/// a batch of its own, and a quarter of the steps with the batches of all four.
/// </summary>
internal static class LowCommunication
{
    private const string Sample = "shakespeare-diloco";
    private const int Sites = 4, Quarter = NanoGptTraining.PresetSteps / Sites;
    private static readonly ulong[] _seeds = [1, 2, 3];

    /// <summary>Trains all three ways with three seeds; losses are those on the whole validation part.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        PlannedJob planned = loader.Plan(JobText.Sample(Sample));
        var central = new NanoGptTraining((TextData)planned.Federation.Pooled, (TextData)planned.Federation.Test);
        var results = new List<JsonObject>();
        foreach (ulong seed in _seeds)
        {
            RunReport report = await LearningRun.RunAsync(loader, JobText.Sample(Sample), seed, threads, cancellation);
            double federated = report.Rounds.Last(round => round.Metrics.ContainsKey("loss")).Metrics["loss"];
            double alone = central.Run(seed, NanoGptTraining.PresetSteps, threads, cancellation).Loss;
            double together = central.Run(
                seed, Quarter, threads, cancellation, horizon: Quarter, batch: Sites * NanoGptTraining.PresetBatch).Loss;
            // Without rounds, all would send their gradient and fetch the model at every step.
            double everyStep = 2.0 * Sites * NanoGptTraining.PresetSteps * planned.Initial.Values.Length * sizeof(float);
            double share = everyStep / (report.Totals.BytesUp + report.Totals.BytesDown);
            tell($"seed {seed}: four sites {federated:0.0000}; central, batch {NanoGptTraining.PresetBatch} for " +
                $"{NanoGptTraining.PresetSteps} steps {alone:0.0000}; central, batch {Sites * NanoGptTraining.PresetBatch} for " +
                $"{Quarter} steps {together:0.0000}; " +
                $"{share:0} times fewer bytes than with an exchange every step");
            results.Add(new JsonObject
            {
                ["case"] = $"seed {seed}",
                ["loss"] = federated,
                ["centralLoss"] = alone,
                ["synchronousLoss"] = together,
                ["bytes"] = report.Totals.BytesUp + report.Totals.BytesDown,
                ["fewerBytes"] = share,
                ["seconds"] = report.Totals.Seconds,
            });
        }
        double Mean(string name) => results.Average(result => result[name]!.GetValue<double>());
        tell($"mean: four sites {Mean("loss"):0.0000}; central {Mean("centralLoss"):0.0000} with the same steps, " +
            $"{Mean("synchronousLoss"):0.0000} with a quarter of them");
        return results;
    }
}
