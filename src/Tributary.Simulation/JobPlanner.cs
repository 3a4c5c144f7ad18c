using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
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
        IDataSource? source = catalog.Data.Resolve(job.Data, "$.data", problems);
        IPartition? partition = catalog.Partitions.Resolve(job.Partition, "$.partition", problems);
        ModelStart? start = ModelStart.Find(job, catalog.Models, problems);
        ISpeed? speed = SpeedCatalog.Speeds.Resolve(job.Simulation.Speed, "$.simulation.speed", problems);
        Composition? composition = catalog.Jobs.Compose(job, problems);
        if (source is null || partition is null || start is null || speed is null || composition is null) return null;
        job = start.Job;
        string path = "$.data";
        try
        {
            DataSplit data = start.Architecture is ITableArchitecture ? source.LoadRows(folder) : source.Load(folder);
            path = "$.partition";
            Federation federation = Federation.Divide(data, partition, job.Holdout, JobStreams.Federation(job));
            federation = CanaryFederation.Of(job, federation);
            path = "$.model";
            if (Fit(start, text, federation, speed, composition, problems) is not { } planned) return null;
            if (job.Balance is { } balance)
            {
                path = "$.balance.model";
                planned = planned with { Balance = PlanBalance(balance, planned, problems) };
                if (planned.Balance is null) return null;
            }
            return planned with { Notes = data.Notes };
        }
        catch (TokenizerException e)
        {
            problems.Add(new Problem(TokenizerProblems.CodeOf(e), "$.data.tokenizer", e.Message));
        }
        catch (DataException e)
        {
            problems.Add(new Problem(ProblemCodes.DataProblem, path, e.Message));
        }
        catch (ProblemException e)
        {
            foreach (Problem problem in e.Problems) problems.Add(problem);
        }
        catch (CheckpointException e)
        {
            problems.Add(CheckpointProblem.Of(e, "$.model.from"));
        }
        catch (TensorException e)
        {
            problems.Add(new Problem(ProblemCodes.DataProblem, path, $"The model does not fit the data: {e.Message}"));
        }
        return null;
    }

    /// <summary>Plans the generator as a job of its own, over the same sites.</summary>
    private PlannedBalance? PlanBalance(BalanceOptions balance, PlannedJob planned, ICollection<Problem> problems)
    {
        if (planned.Federation.Pooled is not LabelledData { FeatureShape.Rank: 3 } || !planned.Classifies)
        {
            problems.Add(new Problem(ProblemCodes.NotBalanceable, "$.balance",
                "Classes are filled up with generated images, and this job does not train a classifier of images. Leave 'balance' out."));
            return null;
        }
        JobSpec job = balance.GeneratorOf(planned.Spec, planned.Random.Derive("balance").NextUInt64());
        var own = new List<Problem>();
        ModelStart? start = ModelStart.Find(job, catalog.Models, own);
        if (start is not null and not { Architecture: DpMerf or FlowTransformer })
            own.Add(new Problem(ProblemCodes.NotBalanceable, "$.model",
                $"A model of kind '{job.Model.Use}' draws no images of a class. Use 'dp-merf' or 'flow'."));
        Composition? parts = catalog.Jobs.Compose(job, own);
        PlannedJob? generator = own.Count > 0 ? null
            : Fit(start!, planned.Text, planned.Federation, planned.Speed, parts!, own);
        foreach (Problem problem in own)
            problems.Add(problem with { Path = problem.Path.Replace("$.", "$.balance.", StringComparison.Ordinal) });
        return generator is null ? null : new PlannedBalance(generator, balance.Examples);
    }

    private static PlannedJob? Fit(
        ModelStart start, string text, Federation federation, ISpeed speed, Composition composition, ICollection<Problem> problems)
    {
        JobSpec job = start.Job;
        if (job.Normalize && federation.Pooled is not LabelledData { FeatureShape.Rank: 1 })
            throw new DataException("Only the columns of a table can be normalized, and this data has none. Leave 'normalize' out.");
        if (new[] { federation.Pooled, federation.Test }.Any(part => part is TextData { TokenCount: < 2 }))
            throw new DataException(
                "A text of a single token has nothing to predict, and the training or the test part is that short. Use more text.");
        DataShape shape = DataShape.Of(federation.Pooled, job.Normalize);
        var fitted = new JobModel(job, start.Architecture, shape, composition.Local);
        Model model = fitted.Build();
        ParameterSet initial = start.InitialOf(model, shape);
        int before = problems.Count;
        foreach (Problem problem in Check(job, model, federation, composition)) problems.Add(problem);
        foreach (Problem problem in AdapterRanks.Check(job, start.Architecture, composition.Strategy, federation.Sites.Count))
            problems.Add(problem);
        CheckBudgets(fitted, model, federation, problems);
        if (problems.Count > before) return null;
        int clients = federation.Sites.Count;
        (composition, PrivacyPlan? privacy) = PrivateTraining.Complete(job, composition, initial.Layout, clients, clients, problems);
        if (problems.Count > before) return null;
        JobQuestions questions = model is MeanEmbeddingModel
            ? EmbeddingPhase.Questions(fitted, composition) : TablePhases.Of(job, composition, model);
        if (questions.Plan(federation.Sites.Count, problems) is not { } plan) return null;
        return new PlannedJob
        {
            Text = text,
            Spec = job,
            Federation = federation,
            Model = fitted,
            Composition = composition,
            Speed = speed,
            LargestWeight = job.LargestWeight ?? federation.Sites.Max(site => model.CountExamples(site.Train)),
            Initial = initial,
            Phases = questions.Phases,
            Table = model as ITableModel,
            Embedding = model as MeanEmbeddingModel,
            Plan = plan,
            Privacy = privacy,
        };
    }

    /// <summary>Finds the noise of every client, where it hides its examples.</summary>
    private static void CheckBudgets(JobModel fitted, Model model, Federation federation, ICollection<Problem> problems)
    {
        if (fitted.Budgets is not { } budgets) return;
        IEnumerable<Dataset> sets = federation.Sites.Select(site => site.Train);
        if (fitted.Job.Compare.Contains(Baseline.Pooled)) sets = sets.Append(federation.Pooled);
        try
        {
            foreach (int examples in sets.Select(model.CountExamples).Distinct()) budgets.Of(examples);
        }
        catch (ProblemException e)
        {
            foreach (Problem problem in e.Problems) problems.Add(problem);
        }
    }

    /// <summary>What only shows once the data is read and the model is built.</summary>
    private static IEnumerable<Problem> Check(JobSpec job, Model model, Federation federation, Composition composition)
    {
        if (job.Evaluate.Target is { } target && !model.Metrics.Contains(target.Metric))
            yield return Problem.OutOfRange("$.evaluate.target.metric",
                $"The model is not measured by '{target.Metric}', so the target would never be reached. " +
                $"Use {string.Join(" or ", model.Metrics.Select(metric => $"'{metric}'"))}.");
        foreach (Problem problem in SumsJobCheck.Of(job, model, composition)) yield return problem;
        ClientId[] clients = [.. federation.Sites.Select(site => site.Id)];
        foreach (Problem problem in Turns.Check(job, composition.Selector, clients)) yield return problem;
        const int Named = 10;
        string[] sites = [.. clients.Select(client => client.Value)];
        if (composition.Selector is FixedSelector chosen && chosen.Clients.Except(sites).FirstOrDefault() is { } stranger)
            yield return Problem.OutOfRange("$.selector.clients",
                $"There is no site '{stranger}', so it could never take part. " +
                $"The sites are called {string.Join(", ", sites.Take(Named).Select(site => $"'{site}'"))}" +
                $"{(sites.Length > Named ? " and so on" : "")}.");
    }
}
