using System.Text.Json.Nodes;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>
/// Three sites adapt a GPT that was trained on half of Shakespeare's speakers to the other half, with five rules for the mean of their
/// adapters: how far the result is from the mean of the sites' own additions, and its loss.
/// </summary>
internal static class AdapterRules
{
    private const string Base = "shakespeare-base", Adapted = "shakespeare-lora";
    private static readonly ulong[] _seeds = [1, 2, 3];
    private static readonly (string Name, string Strategy, string Adapter)[] _rules =
    [
        ("FedIT", "fed-avg", "{}"),
        ("FFA-LoRA", "fed-avg", """{ "factors": "b" }"""),
        ("FedEx-LoRA", "fed-ex-lora", """{ "remainder": true }"""),
        ("FLoRA", "flora", """{ "remainder": true }"""),
        ("Fed-SB", "fed-avg", """{ "factors": "core" }"""),
    ];

    /// <summary>Trains the network once a seed, then adapts it by every rule.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        var results = new List<JsonObject>();
        foreach (ulong seed in _seeds)
        {
            SimulationResult network = await SampleStart.RunAsync(loader.Plan(JobText.Sample(Base), seed), threads, cancellation);
            foreach ((string name, string strategy, string adapter) in _rules)
            {
                PlannedJob job = SampleStart.Begin(loader.Plan(Text(strategy, adapter), seed), network.Model.Parameters);
                double before = new Evaluator(new Pool<Model>(job.Model.BuildForEvaluation), threads)
                    .Evaluate(job.Initial, job.Federation.Test)["loss"];
                SimulationResult result = await SampleStart.RunAsync(job, threads, cancellation);
                double loss = result.Report.Rounds.Last(round => round.Metrics.ContainsKey("loss")).Metrics["loss"];
                PlannedJob once = loader.Plan(Text(strategy, adapter), seed, rounds: 1) with { Initial = result.Model.Parameters };
                double error = await ErrorAsync(once, threads, cancellation);
                tell($"seed {seed}: {name,-10} loss {loss:0.0000} (without adapter {before:0.0000}), relative error of the mean " +
                    $"{error:0.0E+0}, {result.Report.Totals.BytesUp / 1e6:0.0} MB up");
                results.Add(new JsonObject
                {
                    ["case"] = $"{name} seed {seed}",
                    ["loss"] = loss,
                    ["lossWithoutAdapter"] = before,
                    ["relativeError"] = error,
                    ["bytesUp"] = result.Report.Totals.BytesUp,
                });
            }
        }
        foreach ((string name, _, _) in _rules)
        {
            JsonObject[] own =
                [.. results.Where(result => result["case"]!.GetValue<string>().StartsWith($"{name} ", StringComparison.Ordinal))];
            tell($"mean: {name,-10} loss {own.Average(result => result["loss"]!.GetValue<double>()):0.0000}, largest error " +
                $"{own.Max(result => result["relativeError"]!.GetValue<double>()):0.0E+0}");
        }
        return results;
    }

    /// <summary>The sample's text with another rule; the network comes from memory instead of a folder.</summary>
    private static string Text(string strategy, string adapter)
    {
        JsonObject sample = SampleStart.Text(Base, Adapted);
        JsonObject options = sample["model"]!["adapter"]!.AsObject();
        options.Remove("remainder");
        foreach ((string option, JsonNode? value) in JsonNode.Parse(adapter)!.AsObject()) options[option] = value!.DeepClone();
        sample["strategy"] = new JsonObject { ["use"] = strategy };
        return sample.ToJsonString();
    }

    /// <summary>One round more: what came of it against the mean of what the sites' own training makes of the same model.</summary>
    private static async Task<double> ErrorAsync(PlannedJob job, int threads, CancellationToken cancellation)
    {
        ParameterSet after = (await SampleStart.RunAsync(job, threads, cancellation)).Model.Parameters;
        double[] weights = [.. job.Federation.Sites.Select(site => (double)job.Model.Build().CountExamples(site.Train))];
        Dictionary<string, float[]> found = Additions(job, after);
        var right = found.ToDictionary(pair => pair.Key, pair => new double[pair.Value.Length]);
        for (int i = 0; i < weights.Length; i++)
        {
            TrainingLoop loop = job.Model.BuildLoop();
            loop.Model.Parameters.Load(job.Initial);
            loop.Run(job.Federation.Sites[i].Train, JobStreams.Client(job.Spec, i).Derive("train", 1), 0, cancellation: cancellation);
            foreach ((string name, float[] own) in Additions(job, loop.Model.Parameters.ToSet()))
                for (int j = 0; j < own.Length; j++) right[name][j] += weights[i] / weights.Sum() * own[j];
        }
        double wrong = right.Sum(pair => pair.Value.Zip(found[pair.Key], (a, b) => (a - b) * (a - b)).Sum());
        return Math.Sqrt(wrong / right.Sum(pair => pair.Value.Sum(value => value * value)));
    }

    /// <summary>What the adapter adds to each matrix: the network with it less the network without.</summary>
    private static Dictionary<string, float[]> Additions(PlannedJob job, ParameterSet model)
    {
        var gpt = (Gpt)job.Architecture;
        (_, ParameterSet merged) = LoraMerge.Apply(gpt, model, job.Shape);
        return merged.Layout.Entries.Where(entry => entry.Shape.Rank == 2).ToDictionary(
            entry => entry.Name,
            entry => merged[entry.Name].ToArray().Zip(model[entry.Name].ToArray(), (with, without) => with - without).ToArray());
    }
}
