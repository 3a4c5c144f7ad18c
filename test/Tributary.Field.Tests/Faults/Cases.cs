using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>Works through moments, two at a time: each costs the start of a process.</summary>
internal static class Cases
{
    /// <summary>A case takes two or three seconds; one that takes this long waits for what will not come, and is named.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(3);

    /// <summary>Runs every case in one of two lanes.</summary>
    public static async Task RunAsync<TLane>(TLane first, TLane second, FaultPoint[] points, Func<TLane, FaultPoint, Task> run)
    {
        int next = -1;
        await Task.WhenAll(new[] { first, second }.Select(async lane =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < points.Length;) await NamedAsync(run(lane, points[i]), points[i]);
        }));
    }

    private static async Task NamedAsync(Task work, FaultPoint point)
    {
        try
        {
            await work.WaitAsync(_longest);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{point}: nothing more happens.");
        }
    }
}
