using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary><c>bench NAME</c>: a named benchmark.</summary>
internal static class BenchCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Option<string?> data = CommonOptions.Data();
        Option<int> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        var name = new Argument<string>("NAME")
        {
            Description = $"One of {string.Join(", ", Benchmarks.All.Select(benchmark => benchmark.Name))}.",
        };
        name.AcceptOnlyFromAmong([.. Benchmarks.All.Select(benchmark => benchmark.Name)]);
        var command = new Command("bench",
            "Repeat a measurement that the documents quote: " + string.Join(" ", Benchmarks.All.Select(m => $"{m.Name}: {m.Summary}")))
        {
            name, data, threads, json,
        };
        foreach (Command peer in PeerBenchCommand.CreateAll()) command.Subcommands.Add(peer);
        command.SetAction(async (parsed, cancellation) =>
        {
            Benchmark benchmark = Benchmarks.All.Single(m => m.Name == parsed.GetValue(name));
            bool quiet = parsed.GetValue(json);
            var loader = new JobLoader(parsed.GetValue(data));
            Action<string> tell = quiet ? _ => { } : Console.WriteLine;
            IReadOnlyList<JsonObject> results = await benchmark.RunAsync(loader, parsed.GetValue(threads), tell, cancellation);
            if (quiet) Console.WriteLine(new JsonObject
            {
                ["bench"] = benchmark.Name,
                ["machine"] = JsonSerializer.SerializeToNode(
                    Simulation.MachineSummary.Read(), Simulation.RunReportJson.Default.MachineSummary),
                ["threads"] = parsed.GetValue(threads),
                ["results"] = new JsonArray([.. results]),
            }.ToJsonString());
            return ExitCode.Success;
        });
        return command;
    }
}
