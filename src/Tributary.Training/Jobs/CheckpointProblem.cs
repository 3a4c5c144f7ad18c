using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>What is wrong with a checkpoint, as a problem with a code.</summary>
public static class CheckpointProblem
{
    /// <summary>The problem that an exception tells.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="path">Where the checkpoint is named.</param>
    public static Problem Of(CheckpointException e, string path) => new(e.Fault switch
    {
        CheckpointFault.Broken => ProblemCodes.CheckpointBroken,
        CheckpointFault.Unsupported => ProblemCodes.CheckpointUnsupported,
        CheckpointFault.Misfit => ProblemCodes.CheckpointMisfit,
        _ => ProblemCodes.NotExportable,
    }, path, e.Message);
}
