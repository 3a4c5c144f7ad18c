using System.Diagnostics;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>A job whose sites have filled up their scarce classes, and what that took.</summary>
/// <param name="Job">The job; its sites train on real and generated examples, and are measured on what they were before.</param>
/// <param name="Summary">For the report.</param>
internal sealed record Balanced(PlannedJob Job, BalanceSummary Summary)
{
    /// <summary>Makes the generator as a run of its own, then lets every site draw what it lacks.</summary>
    public static async Task<Balanced> MakeAsync(
        PlannedJob job, PlannedBalance balance, int threads, Action<RoundSummary> onRound, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        PlannedJob generator = balance.Generator;
        var workers = new Workers(generator, threads);
        FederatedResult made = await new FederatedRun(generator, workers, onRound).PlayAsync(cancellation);
        if (made.Outcome is RunOutcome.Failed) throw new DataException($"The generator that fills up classes was not made: {made.Reason}");
        Site[] sites = workers.UseAll(model =>
        {
            model.Parameters.Load(ModelAverage.Of(made.Model));
            return job.Federation.Sites.Select((site, number) => site with
            {
                Train = ScarceClasses.Fill((LabelledData)site.Train, balance.Examples, (IImageGenerator)model,
                    JobStreams.Client(job.Spec, number).Derive("generated")),
            }).ToArray();
        });
        EmbeddingBudget? budget = generator.Architecture is DpMerf embedding ? EmbeddingBudget.Of(embedding) : null;
        PlannedJob filled = job with
        {
            Federation = job.Federation with { Sites = sites },
            LargestWeight = job.Spec.LargestWeight ?? sites.Max(site => site.Train.Count),
        };
        return new Balanced(filled, new BalanceSummary
        {
            Generator = generator.Spec.Model.Use,
            Rounds = made.Rounds,
            Examples = balance.Examples,
            Generated = [.. sites.Select((site, i) => site.Train.Count - job.Federation.Sites[i].Train.Count)],
            Epsilon = budget?.Epsilon,
            Delta = budget is null ? null : ((DpMerf)generator.Architecture).Delta,
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
        });
    }
}
