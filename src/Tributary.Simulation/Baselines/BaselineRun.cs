using System.Diagnostics;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Simulation;

/// <summary>
/// Training without a federation, from the same parameters, by the same optimizer, with the work a site does in the federation.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="workers">Models and threads.</param>
/// <param name="start">
/// Where all training starts: the job's initial parameters, with the federation's column statistics if it has any.
/// </param>
/// <param name="rounds">How many rounds of training one client took part in, as expected from the selector.</param>
internal sealed class BaselineRun(PlannedJob job, Workers workers, ParameterSet start, int rounds)
{
    /// <summary>Sites beyond this number are spared when each is trained alone; the report says so.</summary>
    public const int MostSites = 20;

    /// <summary>The places of the sites that are trained alone: all, or a few at equal distances.</summary>
    public IReadOnlyList<int> AloneSites { get; } = job.Federation.Sites.Count <= MostSites
        ? [.. Enumerable.Range(0, job.Federation.Sites.Count)]
        : [.. Enumerable.Range(0, MostSites).Select(i => (int)((long)i * job.Federation.Sites.Count / MostSites))];

    /// <summary>Trains each of <see cref="AloneSites"/> by itself.</summary>
    public (IReadOnlyList<ParameterSet> Models, double Seconds) TrainAlone(Action<double> progress, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        var models = new ParameterSet[AloneSites.Count];
        int done = 0;
        int threads = workers.Each(models.Length);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers.Threads, CancellationToken = cancellation };
        Parallel.For(0, models.Length, parallel, i =>
        {
            models[i] = Train(job.Federation.Sites[AloneSites[i]].Train, job.Random.Derive("alone", AloneSites[i]), threads, cancellation);
            progress((double)Interlocked.Increment(ref done) / models.Length);
        });
        return (models, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Trains one model on all data in one place, for as many epochs or steps as a site takes in the federation.</summary>
    public (ParameterSet Model, double Seconds) TrainPooled(CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        ParameterSet model = Train(job.Federation.Pooled, job.Random.Derive("pooled"), workers.Threads, cancellation);
        return (model, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private ParameterSet Train(Dataset data, RandomStream random, int threads, CancellationToken cancellation) => workers.Loops.Use(loop =>
    {
        loop.Threads = threads;
        loop.Model.Parameters.Load(start);
        for (int round = 0; round < rounds; round++)
        {
            using SecretBits? secrets = loop.IsPrivate ? new SeededBits(random.Derive("privacy", round)) : null;
            // Rounds of one client are spread over the rounds of the federation, and so is its learning rate.
            loop.Run(data, random.Derive("round", round), (long)round * job.Spec.Rounds / rounds, round > 0, secrets, cancellation);
        }
        return loop.Model.Parameters.ToSet();
    });
}
