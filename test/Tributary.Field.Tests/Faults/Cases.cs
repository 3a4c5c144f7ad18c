using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>Works through moments, two at a time: each costs the start of a process.</summary>
internal static class Cases
{
    /// <summary>Runs every case in one of two lanes.</summary>
    public static async Task RunAsync<TLane>(TLane first, TLane second, FaultPoint[] points, Func<TLane, FaultPoint, Task> run)
    {
        int next = -1;
        await Task.WhenAll(new[] { first, second }.Select(async lane =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < points.Length;) await run(lane, points[i]);
        }));
    }
}
