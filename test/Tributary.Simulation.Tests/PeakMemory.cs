namespace Tributary.Simulation.Tests;

/// <summary>The most physical memory that this process held since the last reset, as Linux counts it.</summary>
internal static class PeakMemory
{
    private const string Reset = "/proc/self/clear_refs", Status = "/proc/self/status";

    /// <summary>Gives back what can be given back and counts from there; skips the test where that is not possible.</summary>
    /// <returns>The bytes held.</returns>
    public static long Begin()
    {
        Assert.SkipUnless(File.Exists(Reset), "Only Linux lets a process measure its peak memory from a given moment on.");
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            File.WriteAllText(Reset, "5"); // resets the high-water mark: proc(5)
        }
        catch (UnauthorizedAccessException)
        {
            Assert.Skip("This machine does not let a process reset its peak memory.");
        }
        return Read();
    }

    /// <summary>The peak in bytes.</summary>
    public static long Read()
    {
        string line = File.ReadLines(Status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
