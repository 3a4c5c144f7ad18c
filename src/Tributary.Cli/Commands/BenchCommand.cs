using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary><c>bench NAME</c>: a named benchmark.</summary>
internal static class BenchCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var command = new Command("bench", "Repeat a measurement that the documents quote.");
        foreach (Benchmark benchmark in Benchmarks.All) command.Subcommands.Add(Create(benchmark));
        foreach (Command beside in PeerBenchCommand.CreateAll()) command.Subcommands.Add(beside);
        command.Subcommands.Add(ServerBenchCommand.Create());
        command.Subcommands.Add(SoakBenchCommand.Create());
        command.Subcommands.Add(GeneratorBenchCommand.Create());
        return command;
    }

    private static Command Create(Benchmark benchmark)
    {
        Option<string?> data = CommonOptions.Data();
        Option<int> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        string summary = char.ToUpperInvariant(benchmark.Summary[0]) + benchmark.Summary[1..];
        var command = new Command(benchmark.Name, summary) { data, threads, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            ProcessorNotice.Print();
            var loader = new JobLoader(parsed.GetValue(data));
            var report = new BenchReport(benchmark.Name, parsed.GetValue(json));
            IReadOnlyList<JsonObject> results = await benchmark.RunAsync(loader, parsed.GetValue(threads), report.Tell, cancellation);
            report.Finish(results, parsed.GetValue(threads));
            return ExitCode.Success;
        });
        return command;
    }
}
