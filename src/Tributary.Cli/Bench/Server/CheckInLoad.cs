using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>Check-ins that find no work, of agents that wait for one more to come: at a steady rate, and as many as go.</summary>
internal static class CheckInLoad
{
    /// <summary>The case.</summary>
    public const string Idle = "check-in-idle";

    private const int RatePerSecond = 1000, InFlight = 32, WarmUpSeconds = 3;
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(10);

    public static async Task MeasureAsync(LoadField field, int seconds, BenchReport report, CancellationToken cancellation)
    {
        string absent = LoadFolder.NameOf(field.Agents.Count); // enrolled, and never there
        string[] sites = [.. field.Agents.Select(agent => agent.Site), absent];
        LoadJob job = LoadJob.Create(Idle, sites, sites.Length, 1, large: false);
        string run = await field.BeginAsync(job, field.Agents, cancellation);
        // Until what is used often has been compiled for good.
        await FlatOutAsync(field.Agents, run, TimeSpan.FromSeconds(Math.Min(seconds, WarmUpSeconds)), cancellation);
        foreach (bool steady in (bool[])[true, false])
        {
            TimeSpan processor = field.Server.Processor;
            long began = Stopwatch.GetTimestamp();
            double[] times = steady
                ? await SteadilyAsync(field.Agents, run, TimeSpan.FromSeconds(seconds), cancellation)
                : await FlatOutAsync(field.Agents, run, TimeSpan.FromSeconds(seconds), cancellation);
            double wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
            double microseconds = (field.Server.Processor - processor).TotalMicroseconds / times.Length;
            Tell(steady ? "steady" : "flat out", field.Agents.Count, times, wall, microseconds, report);
        }
        await field.EndAsync(run, cancellation);
    }

    /// <summary>Milliseconds of check-ins, each agent in its turn, so many a second.</summary>
    public static async Task<double[]> SteadilyAsync(
        IReadOnlyList<SimulatedAgent> agents, string run, TimeSpan time, CancellationToken cancellation)
    {
        var times = new ConcurrentBag<double>();
        using var pace = new PeriodicTimer(_pace);
        long began = Stopwatch.GetTimestamp();
        Task[] last = new Task[agents.Count];
        Array.Fill(last, Task.CompletedTask);
        for (long sent = 0; Stopwatch.GetElapsedTime(began) < time; await pace.WaitForNextTickAsync(cancellation))
            for (long due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * RatePerSecond); sent < due; sent++)
            {
                int number = (int)(sent % agents.Count);
                last[number] = NextAsync(last[number], agents[number], Stopwatch.GetTimestamp());
            }
        await Task.WhenAll(last);
        return [.. times];

        // An agent asks one thing at a time; the time from when it was due counts.
        async Task NextAsync(Task before, SimulatedAgent agent, long due)
        {
            await before;
            await agent.CheckInAsync(run, 0, cancellation);
            times.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }
    }

    private static async Task<double[]> FlatOutAsync(
        IReadOnlyList<SimulatedAgent> agents, string run, TimeSpan time, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        int lanes = Math.Min(InFlight, agents.Count);
        double[][] times = await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => Task.Run(async () =>
        {
            var own = new List<double>();
            for (int number = lane; Stopwatch.GetElapsedTime(began) < time; number = number + lanes < agents.Count ? number + lanes : lane)
            {
                long start = Stopwatch.GetTimestamp();
                await agents[number].CheckInAsync(run, 0, cancellation);
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            return own.ToArray();
        }, cancellation)));
        return [.. times.SelectMany(own => own)];
    }

    private static void Tell(string how, int agents, double[] times, double wall, double microseconds, BenchReport report)
    {
        var latencies = Latencies.Of(times);
        report.Add(
            new JsonObject
            {
                ["case"] = Idle,
                ["how"] = how,
                ["agents"] = agents,
                ["checkIns"] = times.Length,
                ["perSecond"] = times.Length / wall,
                ["serverMicroseconds"] = microseconds,
                ["milliseconds"] = latencies.ToJson(),
            },
            $"{Idle}, {how}: {microseconds:0} us of the coordinator's processor each, {times.Length / wall:0} a second " +
            $"of {agents} agents; {latencies}");
    }
}
