using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tributary.Field.Host;

/// <summary>Counts what a process does to its store, and kills the process, as by SIGKILL, at one such moment.</summary>
internal sealed class Fuse(FaultPoint point)
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How often each thing has been done.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Something is about to be done.</summary>
    /// <param name="place">What.</param>
    /// <param name="times">How many of it go together; they are counted one by one, since when they meet is chance.</param>
    /// <returns>The how manieth time, the last of them, for <see cref="After"/>.</returns>
    public int Before(string place, int times = 1)
    {
        int number = _counts.AddOrUpdate(place, times, (_, before) => before + times);
        if (!point.IsAfter) KillAt(place, number, times);
        return number;
    }

    /// <summary>It has been done, and nobody has been told yet.</summary>
    public void After(string place, int number, int times = 1)
    {
        if (point.IsAfter) KillAt(place, number, times);
    }

    private void KillAt(string place, int number, int times)
    {
        if (place != point.Place || point.Number > number || point.Number <= number - times) return;
        using Process own = Process.GetCurrentProcess();
        own.Kill();
        new ManualResetEventSlim().Wait(); // not one line more
    }
}
