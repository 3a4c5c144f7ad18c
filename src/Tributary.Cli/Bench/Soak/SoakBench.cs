using System.Diagnostics;
using System.Text.Json.Nodes;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>
/// Runs job after job between processes of which one is killed every few moments, and compares each model with that of a simulation.
/// </summary>
internal static class SoakBench
{
    private const int LongestQuietMilliseconds = 2500;

    /// <summary>Goes on for so long, and then to the end of the run at work.</summary>
    /// <param name="length">How long new runs begin; at least one does.</param>
    /// <param name="rounds">Rounds of a run.</param>
    /// <param name="seed">Of tables, jobs, and of whom is killed when.</param>
    /// <param name="report">Told of every run.</param>
    /// <param name="cancellation">Stops everybody.</param>
    /// <returns>Whether every model was that of the simulation, bit for bit.</returns>
    public static async Task<bool> RunAsync(TimeSpan length, int rounds, ulong seed, BenchReport report, CancellationToken cancellation)
    {
        RandomStream random = new RandomStream(seed).Derive("kills");
        using SoakFederation federation = await SoakFederation.StartAsync(seed, cancellation);
        (long start, bool alike) = (Stopwatch.GetTimestamp(), true);
        for (ulong run = 1; run == 1 || Stopwatch.GetElapsedTime(start) < length; run++)
        {
            string expected = await federation.SimulateAsync(seed + run, rounds, cancellation);
            int[] before = [.. federation.Parts.Select(part => part.Kills)];
            long began = Stopwatch.GetTimestamp();
            string model = await KillWhileAsync(federation.RunAsync(cancellation), federation, random, cancellation);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            int[] kills = [.. federation.Parts.Select((part, i) => part.Kills - before[i])];
            alike &= model == expected;
            report.Add(
                new JsonObject
                {
                    ["case"] = $"run-{run}",
                    ["rounds"] = rounds,
                    ["seconds"] = seconds,
                    ["coordinatorKills"] = kills[0],
                    ["agentKills"] = kills[1..].Sum(),
                    ["equal"] = model == expected,
                },
                $"run {run}: {rounds} rounds in {seconds:0.0} s; killed: the coordinator {kills[0]} times, "
                + $"agents {kills[1..].Sum()} times; model {(model == expected ? "as simulated" : $"{model}, simulated {expected}")}");
        }
        int coordinator = federation.Parts[0].Kills, all = federation.Parts.Sum(part => part.Kills);
        report.Note(
            $"{all} kills, {coordinator} of the coordinator; {(alike ? "every model" : "NOT every model")} was that of the simulation.");
        return alike;
    }

    private static async Task<string> KillWhileAsync(
        Task<string> run, SoakFederation federation, RandomStream random, CancellationToken cancellation)
    {
        while (true)
        {
            Task quiet = Task.Delay(random.NextInt(LongestQuietMilliseconds), cancellation);
            if (await Task.WhenAny(run, quiet) == run) return await run;
            // The coordinator as often as all agents together.
            int part = random.NextInt(2) == 0 ? 0 : 1 + random.NextInt(federation.Parts.Count - 1);
            await federation.Parts[part].KillAsync(cancellation);
        }
    }
}
