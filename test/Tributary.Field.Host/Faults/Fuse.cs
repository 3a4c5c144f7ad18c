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
    /// <returns>The how manieth time, for <see cref="After"/>.</returns>
    public int Before(string place)
    {
        int number = _counts.AddOrUpdate(place, 1, (_, before) => before + 1);
        if (!point.IsAfter) KillAt(place, number);
        return number;
    }

    /// <summary>It has been done, and nobody has been told yet.</summary>
    public void After(string place, int number)
    {
        if (point.IsAfter) KillAt(place, number);
    }

    private void KillAt(string place, int number)
    {
        if (place != point.Place || number != point.Number) return;
        using Process own = Process.GetCurrentProcess();
        own.Kill();
        new ManualResetEventSlim().Wait(); // not one line more
    }
}
