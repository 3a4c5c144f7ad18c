using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>
/// Ten authors train a GPT together, and then adapt it: one adapter for all, an adapter whose B is each author's own, and one that each
/// author trains wholly alone. Measured on the end of each author's text; all authors count alike.
/// </summary>
internal static class PersonalAdapters
{
    private const string Base = "gutenberg-base", Adapted = "gutenberg-personal";

    /// <summary>Trains the network once, then adapts it.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        SimulationResult network = await SampleStart.RunAsync(loader.Plan(JobText.Sample(Base)), threads, cancellation);
        tell($"the network: {network.Report.Totals.Seconds:0} s");
        RunReport personal = await AdaptAsync(SampleStart.Text(Base, Adapted));
        JsonObject together = SampleStart.Text(Base, Adapted);
        together["stages"] = new JsonArray();
        together["compare"] = new JsonArray();
        RunReport shared = await AdaptAsync(together);

        var results = new List<JsonObject>();
        for (int i = 0; i < personal.Sites.Count; i++)
        {
            SiteSummary own = personal.Sites[i];
            var result = new JsonObject
            {
                ["case"] = own.Name,
                ["tokens"] = own.Description,
                ["network"] = own.Federated!["loss"],
                ["sharedAdapter"] = shared.Sites[i].Federated!["loss"],
                ["ownB"] = own.Personal!["loss"],
                ["ownAdapter"] = own.Alone!["loss"],
            };
            results.Add(result);
            tell($"{own.Name,-12} {Line(name => result[name]!.GetValue<double>())} ({own.Description})");
        }
        tell($"{"mean",-12} {Line(name => results.Average(result => result[name]!.GetValue<double>()))}");
        return results;

        async Task<RunReport> AdaptAsync(JsonObject job) => (await SampleStart.RunAsync(
            SampleStart.Begin(loader.Plan(job.ToJsonString()), network.Model.Parameters), threads, cancellation)).Report;
    }

    private static string Line(Func<string, double> loss) =>
        $"loss {loss("network"):0.0000} without adapter, {loss("sharedAdapter"):0.0000} with one for all, {loss("ownB"):0.0000} with B of "
        + $"its own, {loss("ownAdapter"):0.0000} with its own alone";
}
