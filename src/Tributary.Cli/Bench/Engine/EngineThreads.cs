using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>The one place that lets a step use more than one thread.</summary>
internal static class EngineThreads
{
    /// <summary>Prepares a model for steps on up to <paramref name="threads"/> threads.</summary>
    /// <param name="model">Whose graph shares out its operations.</param>
    /// <param name="threads">One or more.</param>
    /// <param name="states">What the optimizers remember; they share out their work too.</param>
    /// <returns>How many a step makes use of.</returns>
    public static int Prepare(Model model, int threads, params IEnumerable<OptimizerState> states)
    {
        model.Graph.Threads = threads;
        foreach (OptimizerState state in states) state.Threads = threads;
        return threads;
    }
}
