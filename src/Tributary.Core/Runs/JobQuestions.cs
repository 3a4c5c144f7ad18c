using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What a job asks, phase by phase, whatever it makes: the same in a simulation, at every site and at the coordinator.</summary>
public sealed record JobQuestions
{
    /// <summary>In the order in which they are asked.</summary>
    public required IReadOnlyList<IPhase> Phases { get; init; }

    /// <summary>The names of all questions, in order; the last one is the one that the job's stages are fitted to.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The training, or null where nothing is trained.</summary>
    public TrainPhase? Training { get; init; }

    /// <summary>What a job asks that trains a model.</summary>
    /// <param name="job">The job.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="layout">The tensors of its model.</param>
    public static JobQuestions Of(JobSpec job, Composition parts, ParameterLayout layout)
    {
        (IReadOnlyList<IPhase> phases, TrainPhase training) = JobPhases.Of(job, parts, layout);
        return new JobQuestions { Phases = phases, Names = JobPhases.Questions(job), Training = training };
    }

    /// <summary>The question of a name, or null.</summary>
    public Question? Find(string name) => Phases.Select(phase => phase.Find(name)).FirstOrDefault(found => found is not null);

    /// <summary>Fits the stages to the cohorts that this many clients would give.</summary>
    /// <param name="clients">The registered clients.</param>
    /// <param name="problems">Takes what does not fit.</param>
    /// <returns>The plan of the last question, or null where there is a problem.</returns>
    public PlannedPipeline? Plan(int clients, ICollection<Problem> problems)
    {
        if (Training is not null) return Training.Plan(clients, problems);
        try
        {
            return Find(Names[^1])!.PlanFor(clients);
        }
        catch (CompositionException e)
        {
            problems.Add(new Problem(e.Code, "$.stages", e.Message));
            return null;
        }
    }
}
