using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Privacy;

/// <summary>Fits a job's noise to its budget and its rounds, and refuses what would promise more than it keeps.</summary>
public static class PrivateTraining
{
    /// <summary>Completes the stages of a job and counts what they cost.</summary>
    /// <param name="job">The job.</param>
    /// <param name="parts">Its parts; the stage <c>noise</c> is completed.</param>
    /// <param name="layout">The tensors of its model.</param>
    /// <param name="clients">The registered clients, at least one.</param>
    /// <param name="least">The least number of clients that a cohort is drawn from.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    /// <returns>The parts as they run, with what they promise, or null where the job is not private or there is a problem.</returns>
    public static (Composition Parts, PrivacyPlan? Plan) Complete(
        JobSpec job, Composition parts, ParameterLayout layout, int clients, int least, ICollection<Problem> problems)
    {
        int count = parts.Pipeline.Stages.OfType<Noise>().Count();
        if (count == 0)
        {
            if (job.Privacy is not null)
                problems.Add(new Problem(ProblemCodes.PrivacyIncomplete, "$.privacy",
                    "The job promises privacy, and no stage adds noise: nothing would keep the promise. " +
                    "Put 'noise' behind 'clip' in its stages, or leave 'privacy' out."));
            return (parts, null);
        }
        int before = problems.Count;
        foreach (Problem problem in Check(job, parts, clients, count)) problems.Add(problem);
        if (problems.Count > before) return (parts, null);
        try
        {
            return Complete(job, parts, layout, clients, Math.Clamp(least, 1, clients));
        }
        catch (CompositionException e)
        {
            problems.Add(new Problem(e.Code, "$.stages", e.Message));
        }
        catch (ProblemException e)
        {
            foreach (Problem problem in e.Problems) problems.Add(problem with { Path = "$.privacy" });
        }
        return (parts, null);
    }

    private static (Composition, PrivacyPlan) Complete(JobSpec job, Composition parts, ParameterLayout layout, int clients, int least)
    {
        PrivacyOptions options = job.Privacy!;
        Noise noise = parts.Pipeline.Stages.OfType<Noise>().Single();
        if (noise.At == NoisePlace.Distributed) noise = noise with { Survivors = noise.Survivors ?? job.MinimumCohort };
        Observer observer = ObserverOf(noise, parts, layout, clients);
        var sampling = Sampling.Of(parts, least, clients, observer);
        if (options.SamplingProbability is { } claimed && sampling.Probability > claimed * (1 + 1e-9))
            throw new CompositionException(ProblemCodes.SamplingNotDone,
                $"The job counts on a client taking part with probability {claimed}, but {sampling.Words}. An epsilon that counts on it " +
                "would be too small. Use the selector 'poisson' with that probability and the pacing 'all', or leave it out.");
        noise = noise with { DividesByExpected = sampling.IsPoisson, Separation = sampling.Period };
        noise = noise with { Multiplier = noise.Multiplier ?? Calibrate(job, parts, layout, clients, noise, sampling) };
        Composition complete = With(parts, noise);
        PlannedPipeline pipeline = Planned(complete, layout, clients);
        NoisyRelease release = ReleaseOf(pipeline);
        Refuse(pipeline, noise, release);
        return (complete, new PrivacyPlan(sampling.Event(release), release, noise.Multiplier!.Value, options, sampling, job.Rounds)
        {
            Observer = observer,
            Cohort = Math.Max(1, parts.Selector.Expected(clients)),
        });
    }

    /// <summary>
    /// Against whom: shares of noise hide an update from the coordinator only where keepers see to it that sums alone open.
    /// </summary>
    private static Observer ObserverOf(Noise noise, Composition parts, ParameterLayout layout, int clients)
    {
        if (noise.At == NoisePlace.Client) return Observer.Server;
        if (noise.At == NoisePlace.Server) return Observer.Public;
        Composition silent = parts with { Pipeline = new Pipeline([.. parts.Pipeline.Stages.Where(stage => stage is not Noise)]) };
        return Planned(silent, layout, clients).HasKeepers ? Observer.Server : Observer.Public;
    }

    /// <summary>
    /// The least multiplier that keeps the budget over all rounds, four digits and rounded up: the same wherever it is found.
    /// </summary>
    private static double Calibrate(
        JobSpec job, Composition parts, ParameterLayout layout, int clients, Noise noise, Sampling sampling)
    {
        if (job.Privacy!.Epsilon is not { } budget)
            throw new CompositionException(ProblemCodes.PrivacyIncomplete,
                "'noise' has no multiplier, and the job has no budget to work it out from. Give 'multiplier', or 'privacy.epsilon'.");
        int turns = sampling.Turns(job.Rounds);
        DpEvent Event(double multiplier) =>
            sampling.Event(ReleaseOf(Planned(With(parts, noise with { Multiplier = multiplier }), layout, clients))).Times(turns);
        IAccountant accountant = PrivacyPlan.AccountantOf(Event(1000));
        double least = new Calibration(accountant).Noise(Event, budget, job.Privacy.Delta, 1e-4);
        double unit = Math.Pow(10, Math.Floor(Math.Log10(least)) - 3);
        return Math.Round(Math.Ceiling(least / unit) * unit, 12);
    }

    private static IEnumerable<Problem> Check(JobSpec job, Composition parts, int clients, int count)
    {
        if (count > 1)
            yield return new Problem(ProblemCodes.NoiseImpossible, "$.stages",
                "'noise' stands in the stages more than once, and nobody could say what both promise together. Remove one.");
        if (job.Privacy is not { } options)
            yield return new Problem(ProblemCodes.PrivacyIncomplete, "$.privacy",
                "A stage adds noise, and the job does not say with which probability its promise may fail: without a delta there is no " +
                "epsilon. Give 'privacy' a 'delta' well below 1 / (number of clients).");
        else if (options.Delta * clients >= 1)
            yield return new Problem(ProblemCodes.DeltaTooLarge, "$.privacy.delta",
                $"Delta is {options.Delta:G3} with {clients} clients: publishing all data of one of them would keep such a promise. " +
                $"Give a delta well below {1.0 / clients:G3}.");
        if (parts.Pipeline.Stages.OfType<Noise>().First().Correlation != NoiseCorrelation.None
            && parts.Pipeline.Stages.OfType<Clip>().Any(clip => clip.Adaptive is not null))
            yield return new Problem(ProblemCodes.NoiseImpossible, "$.stages",
                "Noise that takes back part of what earlier rounds added must be as large in all of them, and a norm that follows the " +
                "clients changes it. Leave 'adaptive' or 'correlation' out.");
        if (job.Normalize)
            yield return new Problem(ProblemCodes.ReleaseWithoutNoise, "$.normalize",
                "Normalizing publishes averages of every column without noise, which no epsilon covers. " +
                "Leave 'normalize' out, and scale columns by what is known of them without the data.");
        if (parts.Strategy.Aggregator.Sees != Sees.Sum && parts.Pipeline.Stages.OfType<Noise>().First().At != NoisePlace.Client)
            yield return new Problem(ProblemCodes.NoiseWithoutSum, "$.aggregator",
                $"'noise' hides one client in a sum, but '{parts.Strategy.Aggregator.Name}' compares contributions, and one can decide " +
                "its result. Use the aggregator 'mean', or let every client add its own noise with 'at' client.");
    }

    /// <summary>What only shows once all stages are planned.</summary>
    private static void Refuse(PlannedPipeline pipeline, Noise noise, NoisyRelease release)
    {
        bool behind = false;
        foreach (PlannedStage stage in pipeline.Stages)
        {
            if (behind && noise.At == NoisePlace.Distributed && stage.Plan.Decoding == Decoding.Sum)
            {
                if (stage.Plan.After is [.., { Minimum: var opened }] && opened < noise.Survivors)
                    throw new CompositionException(ProblemCodes.NoiseImpossible,
                        $"The noise is enough if {noise.Survivors} clients answer, and '{stage.Name}' opens sums of {opened}, in which " +
                        $"there would be too little. Set its 'minimum' to {noise.Survivors}, or 'survivors' to {opened}.");
                if (noise.Survivors <= stage.Plan.Output.GroupSize) return;
                throw new CompositionException(ProblemCodes.NoiseImpossible,
                    $"The noise is enough if {noise.Survivors} clients answer, and '{stage.Name}' adds groups of " +
                    $"{stage.Plan.Output.GroupSize}: no sum could be read. Use larger groups, or give 'survivors' a smaller number.");
            }
            if (behind && noise.At == NoisePlace.Server && !(stage.Plan.Output.NormBound <= release.NormBound * (1 + 1e-12)))
                throw new CompositionException(ProblemCodes.NoiseTooEarly,
                    $"'{stage.Name}' behind 'noise' lets a contribution grow beyond the norm of {release.NormBound:G4} that the noise " +
                    $"was measured by. Move 'noise' behind '{stage.Name}', or give '{stage.Name}' options that keep nothing back for " +
                    "later.");
            behind |= stage.Name == noise.Name;
        }
        if (noise.At == NoisePlace.Distributed)
            throw new CompositionException(ProblemCodes.SharedNoiseUnmasked,
                "Clients share the noise between them, and the coordinator reads every update alone, in which there is only a share " +
                "of it. Put a stage behind 'noise' that can only be read as a sum, such as 'secagg', or set 'at' to server or client.");
    }

    private static Composition With(Composition parts, Noise noise) => parts with
    {
        Pipeline = new Pipeline([.. parts.Pipeline.Stages.Select(stage => stage is Noise ? noise : stage)]),
    };

    private static PlannedPipeline Planned(Composition parts, ParameterLayout layout, int clients)
    {
        var problems = new List<Problem>();
        return new TrainPhase(parts, layout, 1, JobPhases.LossMetric).Plan(clients, problems)
            ?? throw new CompositionException(problems[0].Code, problems[0].Message);
    }

    private static NoisyRelease ReleaseOf(PlannedPipeline pipeline) =>
        pipeline.Stages.Select(stage => stage.Plan.Release).First(release => release is not null)!;
}
