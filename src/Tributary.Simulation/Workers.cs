using Tributary.Models;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>The models of a simulation: as many as there are threads, whatever the number of clients.</summary>
internal sealed class Workers
{
    public Workers(PlannedJob job, int threads)
    {
        Models = new Pool<Model>(job.Model.BuildForEvaluation);
        Loops = new Pool<TrainingLoop>(job.Model.BuildLoop);
        Evaluator = new Evaluator(Models, threads);
        Threads = threads;
    }

    /// <summary>Models to evaluate and to sample with.</summary>
    public Pool<Model> Models { get; }

    /// <summary>Models to train.</summary>
    public Pool<TrainingLoop> Loops { get; }

    /// <summary>Measures parameters.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>The number of threads.</summary>
    public int Threads { get; }

    /// <summary>How many threads each of so many clients gets: one, or more where there are fewer clients than threads.</summary>
    /// <remarks>Clients at work times threads of each never exceed <see cref="Threads"/>.</remarks>
    public int Each(int clients) => Math.Max(1, Threads / Math.Max(1, clients));

    /// <summary>Lets one model use all threads; for work that nothing else is done beside.</summary>
    public TResult UseAll<TResult>(Func<Model, TResult> use) => Models.Use(model =>
    {
        model.Graph.Threads = Threads;
        return use(model);
    });
}
