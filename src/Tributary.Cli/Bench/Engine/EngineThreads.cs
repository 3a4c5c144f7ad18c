using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>Lets a step that is measured use more than one thread.</summary>
internal static class EngineThreads
{
    /// <summary>Prepares a model for steps on up to <paramref name="threads"/> threads.</summary>
    /// <param name="model">Whose graph shares out its operations.</param>
    /// <param name="threads">One or more.</param>
    /// <param name="state">What the optimizer remembers; it shares out its work too.</param>
    /// <returns>How many a step makes use of.</returns>
    public static int Prepare(Model model, int threads, OptimizerState state)
    {
        model.Graph.Threads = threads;
        state.Threads = threads;
        return threads;
    }
}
