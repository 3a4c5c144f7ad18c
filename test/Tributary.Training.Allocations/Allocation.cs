namespace Tributary.Training.Allocations;

/// <summary>How many bytes were allocated where.</summary>
internal sealed record Allocation(string Where, long Bytes)
{
    /// <summary>What the process has allocated so far.</summary>
    public static long OfProcess() => GC.GetTotalAllocatedBytes(precise: true);

    /// <summary>Lets finalizers finish, which run, and allocate, on a thread of the runtime.</summary>
    public static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
