using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>Memory and start-up time of a coordinator by the number of connected agents and of enrolled sites.</summary>
internal static class MemoryLoad
{
    /// <summary>The case.</summary>
    public const string Name = "memory";

    private static readonly int[] _connected = [500, 1000, 2000], _enrolled = [1_000, 10_000, 100_000];
    private static readonly TimeSpan _checkIns = TimeSpan.FromSeconds(4);

    public static async Task MeasureAsync(BenchReport report, CancellationToken cancellation)
    {
        var points = new List<(double Connected, double Enrolled, double Bytes)>();
        foreach (int enrolled in _enrolled)
        {
            using LoadFolder folder = await LoadFolder.CreateAsync(enrolled, 0, cancellation);
            using LoadField field = await LoadField.OpenAsync(folder, 0, cancellation);
            points.Add(Tell(field, 0, enrolled, report));
        }
        foreach (int connected in _connected)
        {
            using LoadFolder folder = await LoadFolder.CreateAsync(connected + 1, connected, cancellation);
            using LoadField field = await LoadField.OpenAsync(folder, connected, cancellation);
            string[] sites = [.. field.Agents.Select(agent => agent.Site), LoadFolder.NameOf(connected)];
            LoadJob job = LoadJob.Create(Name, sites, sites.Length, 1, large: false);
            string run = await field.BeginAsync(job, field.Agents, cancellation);
            await CheckInLoad.SteadilyAsync(field.Agents, run, _checkIns, cancellation);
            points.Add(Tell(field, connected, connected + 1, report));
        }
        // Each slope from the cases in which nothing else grows; what is left is the base.
        double perConnected = Slope(points.Where(point => point.Connected > 0).Select(point => (point.Connected, point.Bytes)));
        double perEnrolled = Slope(points.Where(point => point.Connected == 0).Select(point => (point.Enrolled, point.Bytes)));
        double rest = points.Max(point => point.Bytes - perConnected * point.Connected - perEnrolled * point.Enrolled);
        report.Add(
            new JsonObject
            {
                ["case"] = Name,
                ["baseBytes"] = rest,
                ["bytesPerConnected"] = perConnected,
                ["bytesPerEnrolled"] = perEnrolled,
            },
            $"{Name}: peak at most {rest / 1e6:0} MB + {perConnected / 1e3:0.0} kB x connected + {perEnrolled / 1e3:0.00} kB x enrolled");
    }

    private static (double, double, double) Tell(LoadField field, int connected, int enrolled, BenchReport report)
    {
        (long now, long peak) = field.Server.Memory;
        report.Add(
            new JsonObject
            {
                ["case"] = Name,
                ["connected"] = connected,
                ["enrolled"] = enrolled,
                ["memoryBytes"] = now,
                ["peakMemoryBytes"] = peak,
                ["startMilliseconds"] = field.Server.Start.TotalMilliseconds,
            },
            $"{Name}: {connected} connected, {enrolled} enrolled: {now / 1e6:0} MB, peak {peak / 1e6:0} MB; " +
            $"listened after {field.Server.Start.TotalMilliseconds:0} ms");
        return (connected, enrolled, peak);
    }

    /// <summary>The slope of the line through points, by least squares.</summary>
    private static double Slope(IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] all = [.. points];
        double x = all.Average(point => point.X), y = all.Average(point => point.Y);
        return all.Sum(point => (point.X - x) * (point.Y - y)) / all.Sum(point => (point.X - x) * (point.X - x));
    }
}
