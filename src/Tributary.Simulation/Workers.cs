using Tributary.Models;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>The models of a simulation: as many as there are threads, whatever the number of clients.</summary>
internal sealed class Workers
{
    public Workers(PlannedJob job, int threads)
    {
        Models = new Pool<Model>(() => Build(job, Evaluator.ChunkSize, forTraining: false));
        Loops = new Pool<TrainingLoop>(() => new TrainingLoop(Build(job, job.TrainingCapacity, forTraining: true), job.Composition.Local));
        Evaluator = new Evaluator(Models, threads);
        Threads = threads;
    }

    /// <summary>Models to evaluate and to sample with.</summary>
    public Pool<Model> Models { get; }

    /// <summary>Models to train.</summary>
    public Pool<TrainingLoop> Loops { get; }

    /// <summary>Measures parameters.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>How many clients train at the same time.</summary>
    public int Threads { get; }

    private static Model Build(PlannedJob job, int capacity, bool forTraining)
    {
        Model model = job.Architecture.Build(job.Shape, capacity, PlannedJob.Initialization(job.Spec));
        model.Plan(forTraining);
        return model;
    }
}
