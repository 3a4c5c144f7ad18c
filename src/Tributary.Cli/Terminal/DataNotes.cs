using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>
/// Says which rows of a job's data are not used, so that none is lost in silence, and where its privacy is not what it seems.
/// </summary>
internal static class DataNotes
{
    /// <summary>Prints a line for each where errors belong, or nothing.</summary>
    public static void Print(PlannedJob job)
    {
        foreach (string note in job.Notes) Console.Error.WriteLine(note);
        foreach (string warning in job.Privacy?.Warnings ?? []) Console.Error.WriteLine($"WARNING: {warning}");
    }
}
