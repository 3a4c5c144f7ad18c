using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Finds every part of a job, reads its data and fits everything together, or says all that is wrong.</summary>
/// <param name="catalog">The names a job may use.</param>
/// <param name="folder">Where named data is looked for.</param>
public sealed class JobPlanner(TrainingCatalog catalog, DataFolder folder)
{
    /// <summary>Plans a job.</summary>
    /// <param name="job">The job, as <see cref="JobReader"/> read it.</param>
    /// <param name="text">The job as it was written.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    /// <returns>The planned job, or null where there is a problem.</returns>
    public PlannedJob? Plan(JobSpec job, string text, ICollection<Problem> problems)
    {
        int before = problems.Count;
        JobParts parts = JobParts.Resolve(job, catalog, problems);
        if (problems.Count > before) return null;
        try
        {
            return Fit(job, text, parts, Federation.Divide(parts.Data!.Load(folder), parts.Partition!, job.Holdout, Random(job)), problems);
        }
        catch (DataException e)
        {
            problems.Add(new Problem(ProblemCodes.DataProblem, "$.data", e.Message));
        }
        catch (CompositionException e)
        {
            problems.Add(new Problem(e.Code, "$.stages", e.Message));
        }
        return null;
    }

    private static RandomStream Random(JobSpec job) => new RandomStream(job.Seed).Derive("federation");

    private static PlannedJob? Fit(JobSpec job, string text, JobParts parts, Federation federation, ICollection<Problem> problems)
    {
        if (federation.Pooled is not LabelledData && job.Normalize)
            throw new DataException("Only the columns of a table can be normalized. Leave 'normalize' out.");
        DataShape shape = DataShape.Of(federation.Pooled, job.Normalize);
        Composition composition = parts.Compose(job);
        TrainingOptions training = parts.Training(job);
        Model model = parts.Architecture!.Build(shape, 1, new RandomStream(job.Seed).Derive("initial"));
        ParameterSet initial = model.Parameters.ToSet();
        if (job.Evaluate.Target is { } target && !model.Metrics.Contains(target.Metric))
        {
            problems.Add(new Problem(ProblemCodes.OptionOutOfRange, "$.evaluate.target.metric",
                $"The model is not measured by '{target.Metric}', so the target would never be reached. Use {string.Join(" or ", model.Metrics.Select(metric => $"'{metric}'"))}."));
            return null;
        }
        var train = new TrainPhase(composition, initial.Layout, job.Rounds, "loss");
        Question question = train.Next(RunState.Empty)!;
        return new PlannedJob
        {
            Text = text,
            Spec = job,
            Federation = federation,
            Shape = shape,
            Architecture = parts.Architecture,
            Composition = composition,
            Training = training,
            Schedule = parts.Schedule,
            Speed = parts.Speed!,
            LargestWeight = job.LargestWeight ?? federation.Sites.Max(site => model.CountExamples(site.Train)),
            Initial = initial,
            Phases = job.Normalize ? [new NormalizePhase(new AllSelector(), new AllPacing(), initial.Layout), train] : [train],
            Plan = question.Plan((int)Math.Max(1, Math.Round(composition.Selector.Expected(federation.Sites.Count)))),
        };
    }
}
