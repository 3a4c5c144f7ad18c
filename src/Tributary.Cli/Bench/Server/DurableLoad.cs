using System.Diagnostics;
using System.Text.Json.Nodes;
using Tributary.Server;
using Tributary.Storage;

namespace Tributary.Cli;

/// <summary>Events a second that outlive a loss of power, by turns with a bare loop of write and fsync in the same folder.</summary>
internal static class DurableLoad
{
    /// <summary>The case.</summary>
    public const string Name = "durable-events";

    private const int Turns = 3, Page = 8192, Pages = 2048;
    private static readonly int[] _writers = [1, 64, 512];
    private static readonly TimeSpan _turn = TimeSpan.FromSeconds(1.5);

    public static async Task MeasureAsync(BenchReport report, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tributary-bench-");
        try
        {
            await using var store = SqliteStore.Open(Path.Combine(folder.FullName, ServerFolder.StoreFile));
            var log = new SqliteEventLog<ServiceEvent>(store, ServerJson.Default.ServiceEvent);
            int streams = 0;
            foreach (int writers in _writers)
            {
                var (ours, raw, syncs) = (new List<double>(), new List<double>(), new List<double>());
                for (int turn = 0; turn < Turns; turn++)
                {
                    long before = store.Counters.Syncs;
                    (int events, double seconds) = await AppendAsync(log, streams, writers, cancellation);
                    streams += writers;
                    ours.Add(events / seconds);
                    syncs.Add((store.Counters.Syncs - before) / seconds);
                    raw.Add(WriteAndSync(Path.Combine(folder.FullName, "loop"), cancellation));
                }
                Tell(writers, Spread.Of(ours), Spread.Of(syncs), Spread.Of(raw), report);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Writers that each append one event after another to a stream of their own.</summary>
    private static async Task<(int Events, double Seconds)> AppendAsync(
        SqliteEventLog<ServiceEvent> log, int first, int writers, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        int[] events = await Task.WhenAll(Enumerable.Range(first, writers).Select(number => Task.Run(async () =>
        {
            long version = 0;
            while (Stopwatch.GetElapsedTime(began) < _turn)
            {
                var happened = new SiteRevoked(TimeProvider.System.GetUtcNow(), LoadFolder.NameOf(number), "measured", "bench");
                version = await log.AppendAsync($"stream-{number}", version, [happened], cancellation);
            }
            return (int)version;
        }, cancellation)));
        return (events.Sum(), Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>
    /// How often a second a page can be written and brought to the disk, one after the other: over and over in a file that has its length
    /// already, as SQLite does, which is quicker than to let it grow.
    /// </summary>
    private static double WriteAndSync(string path, CancellationToken cancellation)
    {
        byte[] page = new byte[Page];
        using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (int number = 0; number < Pages; number++) file.Write(page);
        file.Flush(flushToDisk: true);
        long began = Stopwatch.GetTimestamp();
        int count = 0;
        for (; Stopwatch.GetElapsedTime(began) < _turn; count++)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Position = (long)(count % Pages) * Page;
            file.Write(page);
            file.Flush(flushToDisk: true);
        }
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Tell(int writers, Spread ours, Spread syncs, Spread raw, BenchReport report) => report.Add(
        new JsonObject
        {
            ["case"] = Name,
            ["writers"] = writers,
            ["eventsPerSecond"] = ours.ToJson(),
            ["syncsPerSecond"] = syncs.ToJson(),
            ["loopSyncsPerSecond"] = raw.ToJson(),
        },
        $"{Name}: {writers} writers, {ours.Median:0} events a second in {syncs.Median:0} commits a second; " +
        $"write and fsync alone {raw.Median:0} a second (medians of {Turns} turns)");
}
