using System.Diagnostics;
using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>A coordinator is killed, as by SIGKILL, at every step of a run and started again: the run ends with the same bits.</summary>
public sealed class ServerKillTests
{
    [Fact]
    public async Task Killed_before_or_after_any_event_of_a_run()
    {
        await KillAsync(FieldJobs.Quantized(), ["event", "service"]);
    }

    internal static async Task KillAsync(string job, string[] places)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        long begin = Stopwatch.GetTimestamp();
        using FieldTemplate template = await FieldTemplate.CreateAsync(job, FieldJobs.Sites);
        await using var first = new ServerLane(template);
        await using var second = new ServerLane(template);
        (RunRecord undisturbed, Dictionary<string, int> counts) = await first.UndisturbedAsync(cancellation);
        Assert.Equal(await template.SimulateAsync(), undisturbed.Bits);
        Console.WriteLine($"{Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s; {string.Join(", ", counts)}");
        FaultPoint[] points = [.. places.SelectMany(place => FaultPoint.Every(place, counts[place]))];
        int next = -1;
        await Task.WhenAll(new[] { first, second }.Select(async lane =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < points.Length;)
                (await lane.KilledAsync(points[i], cancellation)).MustBe(undisturbed, points[i]);
        }));
        Console.WriteLine($"{points.Length} cases in {Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s");
    }
}
