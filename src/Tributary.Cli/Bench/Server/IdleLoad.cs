using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>Thousands of connections with certificates that do nothing, and the check-ins of others beside them.</summary>
internal static class IdleLoad
{
    /// <summary>The case.</summary>
    public const string Name = "idle-connections";

    private const int Others = 100, Identities = 100;

    public static async Task MeasureAsync(int connections, int seconds, BenchReport report, CancellationToken cancellation)
    {
        using LoadFolder folder = await LoadFolder.CreateAsync(Others + Identities + 1, Others + Identities, cancellation);
        using LoadField field = await LoadField.OpenAsync(folder, Others, cancellation);
        (_, long before) = field.Server.Memory;
        TimeSpan processor = field.Server.Processor;
        long began = Stopwatch.GetTimestamp();
        // The certificates repeat: a connection costs the same whose ever it is.
        SimulatedAgent[] idle =
        [
            .. Enumerable.Range(0, connections).Select(number =>
                new SimulatedAgent(folder.Agents[Others + number % Identities], field.Server.Address)),
        ];
        try
        {
            await LoadField.EachAsync(idle, agent => agent.ConnectAsync(cancellation), cancellation);
            double connecting = Stopwatch.GetElapsedTime(began).TotalSeconds;
            double handshake = (field.Server.Processor - processor).TotalMicroseconds / connections;
            Task[] kept = [.. idle.Select(agent => agent.IdleAsync(cancellation))];
            LoadJob job = LoadJob.Create(
                Name, [.. field.Agents.Select(agent => agent.Site), LoadFolder.NameOf(Others + Identities)], Others + 1, 1, large: false);
            string run = await field.BeginAsync(job, field.Agents, cancellation);
            var latencies = Latencies.Of(await CheckInLoad.SteadilyAsync(field.Agents, run, TimeSpan.FromSeconds(seconds), cancellation));
            int lost = kept.Count(one => one.IsCompleted);
            (_, long peak) = field.Server.Memory;
            report.Add(
                new JsonObject
                {
                    ["case"] = Name,
                    ["connections"] = connections,
                    ["lost"] = lost,
                    ["connectingSeconds"] = connecting,
                    ["serverMicrosecondsPerConnection"] = handshake,
                    ["bytesPerConnection"] = (double)(peak - before) / connections,
                    ["peakMemoryBytes"] = peak,
                    ["milliseconds"] = latencies.ToJson(),
                },
                $"{Name}: {connections} made in {connecting:0.0} s ({handshake:0} us of the coordinator's processor each), {lost} lost; " +
                $"peak memory {peak / 1e6:0} MB ({(peak - before) / 1e3 / connections:0.0} kB each); " +
                $"check-ins of {Others} others beside them: {latencies}");
        }
        finally
        {
            foreach (SimulatedAgent agent in idle) agent.Dispose();
        }
    }
}
