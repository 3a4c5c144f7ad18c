using System.Text.Json.Nodes;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>
/// Two sites train a GPT of 10.8 million parameters, 50 steps a round: the loss on the whole validation part by round, beside what the page
/// of Flower's nanoGPT app prints for the same network and the same steps.
/// </summary>
/// <remarks>
/// flower.ai/apps, nanogpt-shakespeare. Only rounds 0 to 2 could be read. Batch, rate and the part of the text that the app measures on are
/// not known here; those of this run are in its sample.
/// </remarks>
internal static class FlowerNanoGpt
{
    private const string Sample = "shakespeare-10m";
    private static readonly double[] _published = [4.23, 2.97, 2.64];

    /// <summary>Trains once with the sample's seed; tells every round as soon as it is measured.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        PlannedJob job = loader.Plan(JobText.Sample(Sample));
        var results = new List<JsonObject>();
        double before = new Evaluator(new Pool<Model>(job.Model.BuildForEvaluation), threads)
            .Evaluate(job.Initial, job.Federation.Test)["loss"];
        tell($"{job.Initial.Values.Length:N0} parameters, {job.Federation.Sites.Count} sites, {job.Spec.Local.Steps} steps of "
            + $"{job.Spec.Local.BatchSize} windows a round");
        Add(0, before, seconds: 0);
        var settings = new SimulationSettings
        {
            Threads = threads,
            OnRound = round => Add(round.Round, round.Metrics["loss"], round.Seconds),
        };
        await new Simulator(job, settings).RunAsync(cancellation);
        return results;

        void Add(int round, double loss, double seconds)
        {
            double? published = round < _published.Length ? _published[round] : null;
            tell($"round {round}: loss {loss:0.0000}"
                + (published is { } other ? $", Flower's app {other:0.00}" : "") + (seconds > 0 ? $", {seconds:0.0} s" : ""));
            results.Add(new JsonObject
            {
                ["case"] = $"round {round}",
                ["loss"] = loss,
                ["published"] = published,
                ["seconds"] = seconds,
            });
        }
    }
}
