using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>Says which rows of a job's data are not used, so that none is lost in silence.</summary>
internal static class DataNotes
{
    /// <summary>Prints a line for each file that lost rows where errors belong, or nothing.</summary>
    public static void Print(PlannedJob job)
    {
        foreach (string note in job.Notes) Console.Error.WriteLine(note);
    }
}
