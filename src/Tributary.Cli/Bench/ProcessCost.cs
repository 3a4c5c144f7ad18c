using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>What the program costs before and beside the work: the time to its first line, and the peak memory of a run.</summary>
internal static class ProcessCost
{
    private const string Sample = "mnist-2nn-iid";
    private const int Starts = 11, Rounds = 5;
    private static readonly string[] _firstLines = ["--version", "--help"];

    /// <summary>Starts this program again and again, then runs the sample as it is, and with all of its clients in every round.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        (string Name, string Job)[] jobs = [(Sample, JobText.Sample(Sample)), ($"{Sample}, all clients", Everybody())];
        foreach ((_, string job) in jobs) loader.Plan(job); // what is wrong is told here, not by a child
        var results = new List<JsonObject>();
        foreach (string option in _firstLines) results.Add(await StartAsync(option, tell, cancellation));
        foreach ((string name, string job) in jobs) results.Add(await PlayAsync(name, job, loader, threads, tell, cancellation));
        return results;
    }

    private static async Task<JsonObject> StartAsync(string option, Action<string> tell, CancellationToken cancellation)
    {
        var times = new List<double>();
        await OwnProcess.TimeToFirstLineAsync([option], cancellation); // brings the files into memory
        for (int i = 0; i < Starts; i++) times.Add(await OwnProcess.TimeToFirstLineAsync([option], cancellation));
        Spread spread = Spread.Of(times);
        tell($"{option}: first line after {spread.Median:0} ms (median of {Starts}; least {spread.Min:0}, p90 {spread.P90:0})");
        return new JsonObject { ["case"] = $"start {option}", ["starts"] = Starts, ["milliseconds"] = spread.ToJson() };
    }

    private static async Task<JsonObject> PlayAsync(
        string name, string job, JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tributary-bench-");
        try
        {
            string path = Path.Combine(folder.FullName, "job.json"), output = Path.Combine(folder.FullName, "out");
            await File.WriteAllTextAsync(path, job, cancellation);
            string[] data = loader.Data is { } named ? ["--data", named] : [];
            await OwnProcess.OutputAsync(
                ["simulate", path, "--out", output, "--rounds", $"{Rounds}", "--threads", $"{threads}", "--json", .. data], cancellation);
            using FileStream summary = File.OpenRead(Path.Combine(output, RunFiles.SummaryName));
            JsonNode totals = (await JsonNode.ParseAsync(summary, cancellationToken: cancellation))!["totals"]!;
            long peak = totals["peakMemoryBytes"]!.GetValue<long>();
            double seconds = totals["seconds"]!.GetValue<double>();
            tell($"{name}: peak {peak / 1e6:0} MB, {seconds:0.0} s for {Rounds} rounds");
            return new JsonObject { ["case"] = name, ["rounds"] = Rounds, ["peakMemoryBytes"] = peak, ["seconds"] = seconds };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Everybody() =>
        JobText.With(JobText.With(JobText.Sample(Sample), "selector", new JsonObject { ["use"] = "all" }), "compare", new JsonArray());
}
