using Tributary.Models;

namespace Tributary.Cli;

/// <summary>The one place that lets a step use more than one thread.</summary>
internal static class EngineThreads
{
    /// <summary>Prepares a model for steps on up to <paramref name="threads"/> threads.</summary>
    /// <returns>How many a step makes use of: one, for a graph runs on the thread that calls it.</returns>
    public static int Prepare(Model model, int threads) => Math.Min(threads, 1);

    /// <summary>How many of <paramref name="threads"/> threads a single matrix product makes use of.</summary>
    public static int OfMatrixProduct(int threads) => Math.Min(threads, 1);
}
