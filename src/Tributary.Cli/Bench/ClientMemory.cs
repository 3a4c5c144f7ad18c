using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>Peak memory of a process that simulates more and more clients with a model of about 100,000 parameters.</summary>
/// <remarks>The peak of a process never falls, so the numbers of clients rise: what a later one adds is what clients cost.</remarks>
internal static class ClientMemory
{
    private static readonly int[] _clients = [100, 1_000, 10_000];

    /// <summary>Runs two rounds with everybody for each number of clients.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        var results = new List<JsonObject>();
        foreach (int clients in _clients)
        {
            RunReport report = await LearningRun.RunAsync(loader, Job(clients), 1, threads, cancellation);
            tell($"{clients:N0} clients, {report.Model.Parameters:N0} parameters: peak {report.Totals.PeakMemoryBytes / 1e6:0} MB, " +
                $"{report.Totals.Seconds:0.0} s for {report.Rounds.Count} rounds");
            results.Add(new JsonObject
            {
                ["case"] = $"clients-{clients}",
                ["parameters"] = report.Model.Parameters,
                ["peakMemoryBytes"] = report.Totals.PeakMemoryBytes,
                ["seconds"] = report.Totals.Seconds,
            });
        }
        return results;
    }

    private static string Job(int clients) => new JsonObject
    {
        ["name"] = $"clients-{clients}",
        ["data"] = new JsonObject { ["use"] = "mnist" },
        ["partition"] = new JsonObject { ["use"] = "iid", ["clients"] = clients },
        ["model"] = new JsonObject { ["use"] = "mlp", ["hidden"] = new JsonArray(128) },
        ["rounds"] = 2,
    }.ToJsonString();
}
