using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What a job asks, phase by phase: the same at the coordinator, at every site and in a simulation.</summary>
public static class JobPhases
{
    /// <summary>The average that trainers report beside their change.</summary>
    public const string LossMetric = "loss";

    /// <summary>The names of all questions that a job asks, in order.</summary>
    public static IReadOnlyList<string> Questions(JobSpec job) =>
        job.Normalize ? [NormalizePhase.Means, NormalizePhase.Deviations, TrainPhase.QuestionName] : [TrainPhase.QuestionName];

    /// <summary>The phases of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="layout">The tensors of its model.</param>
    public static (IReadOnlyList<IPhase> Phases, TrainPhase Training) Of(JobSpec job, Composition parts, ParameterLayout layout)
    {
        // The average loss of a client's examples tells of each of them, and no noise is on it.
        var train = new TrainPhase(parts, layout, job.Rounds, parts.Local.Privacy is null ? [LossMetric] : []);
        return (job.Normalize ? [new NormalizePhase(new AllSelector(), new AllPacing(), layout), train] : [train], train);
    }
}
