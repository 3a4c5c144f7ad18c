using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>How many rounds a sample needs to reach given accuracies: the mean of three seeds' best-so-far curves.</summary>
internal static class RoundsToTarget
{
    private static readonly ulong[] _seeds = [1, 2, 3];

    /// <summary>Runs the sample once a seed, with nothing to compare with and no early end.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, string sample, double[] targets, int threads, Action<string> tell, CancellationToken cancellation)
    {
        string text = JobText.With(JobText.With(JobText.Sample(sample), "compare", new JsonArray()), "evaluate", new JsonObject());
        var results = new List<JsonObject>();
        var curves = new List<IReadOnlyList<(int Round, double Best)>>();
        foreach (ulong seed in _seeds)
        {
            RunReport report = await LearningRun.RunAsync(loader, text, seed, threads, cancellation);
            curves.Add(LearningRun.BestSoFar(report, "accuracy"));
            results.Add(Describe($"seed {seed}", curves[^1], targets, report.Totals.Seconds, tell));
        }
        var mean = curves[0].Select((point, i) => (point.Round, Best: curves.Average(curve => curve[i].Best))).ToList();
        results.Add(Describe("mean of the best-so-far curves", mean, targets, null, tell));
        return results;
    }

    /// <summary>One curve in words and as JSON.</summary>
    public static JsonObject Describe(
        string name, IReadOnlyList<(int Round, double Best)> curve, double[] targets, double? seconds, Action<string> tell)
    {
        var reached = targets.Select(target => (Target: target, Round: LearningRun.FirstRound(curve, target))).ToArray();
        tell($"{name}: " +
            $"{string.Join(", ", reached.Select(r => $"{r.Target:P1} {(r.Round is { } round ? $"at round {round}" : "not reached")}"))}, "
            + $"best {curve[^1].Best:P2} in {curve[^1].Round} rounds{(seconds is { } s ? $", {s:0.0} s" : "")}");
        return new JsonObject
        {
            ["case"] = name,
            ["rounds"] = new JsonObject([.. reached.Select(r => KeyValuePair.Create(r.Target.ToString("0.###"), (JsonNode?)r.Round))]),
            ["best"] = curve[^1].Best,
            ["seconds"] = seconds,
        };
    }
}
