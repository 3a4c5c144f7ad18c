using Tributary.Core;
using Tributary.Privacy;
using Tributary.Security;
using Tributary.Tensors;

namespace Tributary.Server;

/// <summary>A job as the coordinator understands it: everything but the data and the network, which are the sites' own.</summary>
internal sealed class FieldJob
{
    private readonly Func<Composition, JobQuestions> _ask;

    private FieldJob(
        JobSpec spec, Composition parts, ParameterSet initial, PrivacyPlan? privacy, Func<Composition, JobQuestions> ask)
    {
        _ask = ask;
        Spec = spec;
        Parts = parts;
        Initial = initial;
        Privacy = privacy;
        Questions = ask(parts);
    }

    public JobSpec Spec { get; }

    public Composition Parts { get; }

    /// <summary>The model that the run starts from.</summary>
    public ParameterSet Initial { get; }

    /// <summary>What is asked, in order.</summary>
    public JobQuestions Questions { get; }

    /// <summary>What training promises, or null where it promises nothing, or nobody has said how many sites there are.</summary>
    public PrivacyPlan? Privacy { get; }

    /// <summary>The weight that counts as one.</summary>
    public double LargestWeight => Spec.LargestWeight ?? 1;

    /// <summary>Reads a job and its initial model.</summary>
    /// <param name="text">The job as it was written.</param>
    /// <param name="model">The initial model's file.</param>
    /// <param name="asks">What jobs ask that their tensors do not tell; see <see cref="ServerSettings.Questions"/>.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    /// <returns>The job, or null where there is a problem.</returns>
    public static FieldJob? Read(
        string text, ReadOnlyMemory<byte> model, Func<JobSpec, Composition, ReadOnlyMemory<byte>, JobQuestions?>? asks,
        ICollection<Problem> problems)
    {
        // Models, data and partitions are in none here: they stay as they were written.
        Catalog catalog = new Catalog().AddPrivacy().AddSecurity();
        if (JobReader.Read(text, catalog, problems) is not { } spec) return null;
        Composition? parts = catalog.Compose(spec, problems);
        ParameterSet? initial = ReadModel(model, problems);
        if (spec.LargestWeight is null && spec.WeighsByExamples())
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.largestWeight",
                "Answers are weighed by examples, and nobody in the field knows how many the largest site has. " +
                "Give 'largestWeight', the number of examples that counts as weight one, or weigh uniformly and do not normalize."));
        if (spec.Normalize && initial is not null && initial.Layout.Find(NormalizePhase.MeanTensor) is null)
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.normalize",
                $"The initial model has no tensor '{NormalizePhase.MeanTensor}' to keep column statistics in. " +
                "Make it from a job that normalizes, or do not normalize."));
        if (spec.Balance is not null)
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.balance",
                "Making a generator and training with what it draws are two runs, and this coordinator does one run a job. " +
                "Simulate the job, or leave 'balance' out."));
        if (problems.Count > 0) return null;
        try
        {
            return new FieldJob(spec, parts!, initial!, null,
                own => asks?.Invoke(spec, own, model) ?? JobQuestions.Of(spec, own, initial!.Layout));
        }
        catch (ProblemException e)
        {
            foreach (Problem problem in e.Problems) problems.Add(problem);
            return null;
        }
    }

    /// <summary>Fits the job's noise to its sites.</summary>
    /// <returns>The job as it runs, or null where there is a problem.</returns>
    public FieldJob? For(int sites, ICollection<Problem> problems)
    {
        int before = problems.Count;
        (Composition parts, PrivacyPlan? privacy) =
            PrivateTraining.Complete(Spec, Parts, Initial.Layout, Math.Max(1, sites), Spec.MinimumCohort, problems);
        return problems.Count > before ? null : new FieldJob(Spec, parts, Initial, privacy, _ask);
    }

    /// <summary>Makes the model that the run starts from, the same every time.</summary>
    public ModelState Begin() => new(Initial.Clone(), Parts.Strategy.ServerOptimizer.Begin(Initial.Layout));

    /// <summary>What the updates of a round are like.</summary>
    public RoundBodies BodiesOf(RoundState round)
    {
        Question? question = Questions.Find(round.Question);
        if (question?.Plan(round.Cohort.Length, round.State).Wire is not { } wire) return new RoundBodies(round.Id, 0, AreSpent: false);
        return new RoundBodies(round.Id, PayloadReader.LongestBody(wire), AreSpent: question.UsesUp(wire));
    }

    private static ParameterSet? ReadModel(ReadOnlyMemory<byte> file, ICollection<Problem> problems)
    {
        try
        {
            ParameterSet all = SafetensorsReader.Read(file).ToParameters();
            // Files of an older version do not mark what gradients do not train: there that was statistics of columns alone.
            var layout = new ParameterLayout(all.Layout.Entries.Select(entry => (entry.Name, entry.Shape,
                entry.Trainable && entry.Name is not (NormalizePhase.MeanTensor or NormalizePhase.ScaleTensor))));
            var model = new ParameterSet(layout);
            foreach (ParameterEntry entry in layout.Entries) all[entry.Name].CopyTo(model[entry.Name]);
            return model;
        }
        catch (Exception e) when (e is SafetensorsException or TensorException)
        {
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.model",
                $"The file of the initial model cannot be read, so there is nothing to start from: {e.Message}"));
            return null;
        }
    }
}
