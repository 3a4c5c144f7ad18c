using System.Globalization;
using System.Text;
using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>What a job would do at a site, and what would leave it; made from the job and the site's folder alone.</summary>
/// <param name="Sections">The questions that a site has.</param>
public sealed record Explanation(IReadOnlyList<ExplanationSection> Sections)
{
    /// <summary>Explains a job.</summary>
    /// <param name="job">The job, with the site's data.</param>
    /// <param name="policy">What the site's data may be used for.</param>
    /// <param name="problems">Takes what is wrong: stages that do not fit, a model that does not fit the data.</param>
    /// <returns>The explanation, or null where there is a problem.</returns>
    public static Explanation? Of(SiteJob job, SitePolicy policy, ICollection<Problem> problems)
    {
        int before = problems.Count;
        try
        {
            Model model = job.Model.Build();
            (Composition parts, PrivacyPlan? privacy) = job.Complete(model.Parameters.Layout);
            JobQuestions questions = TablePhases.Of(job.Spec, parts, model);
            var asked = new List<(string Question, int Times, PlannedPipeline Plan)>();
            foreach (string name in questions.Names)
                asked.Add((name, name == TrainPhase.QuestionName ? job.Spec.Rounds : 1, Plan(job, policy, questions, name)));
            SiteSplit split = job.Split(0);
            return new Explanation([
                new("What is asked", [$"job '{job.Spec.Name}', SHA-256 {BlobId.Of(Encoding.UTF8.GetBytes(job.Text))}",
                    .. job.Spec.Description is { } purpose ? [$"its purpose: {purpose}"] : Array.Empty<string>(),
                    .. asked.Select(question => Invariant($"{question.Question}, {Times(question.Times)}"))]),
                .. asked.Select(question => Leaving(question.Question, question.Plan)),
                new("How much", [.. asked.Select(question => Invariant(
                    $"{question.Question}: at most {PayloadReader.LongestBody(question.Plan.Wire):N0} bytes a round")),
                    Invariant($"in all at most {asked.Sum(one => one.Times * PayloadReader.LongestBody(one.Plan.Wire)):N0} bytes")]),
                new("What the coordinator can read of this site alone", [.. asked.SelectMany(one => Readable(one.Question, one.Plan))]),
                .. Promised(job.Architecture),
                .. privacy is null ? Array.Empty<ExplanationSection>() : [new("What is promised", [.. privacy.Lines(secret: true)])],
                new("What is used here", [.. Used(job, split, policy)]),
                new("What this site's policy says", [.. Decided(PolicyCheck.Decide(policy, job))]),
            ]);
        }
        catch (SiteException e)
        {
            foreach (Problem problem in e.Problems) problems.Add(problem);
        }
        catch (CompositionException e)
        {
            problems.Add(new Problem(e.Code, "$.stages", e.Message));
        }
        catch (DataException e)
        {
            problems.Add(new Problem(ProblemCodes.DataProblem, "$.data", e.Message));
        }
        catch (Tensors.TensorException e)
        {
            problems.Add(new Problem(ProblemCodes.DataProblem, "$.model", $"The model does not fit the data: {e.Message}"));
        }
        return problems.Count > before ? null : throw new InvalidOperationException("There is no explanation and no reason.");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (ExplanationSection section in Sections)
        {
            text.Append(section.Title).Append('\n');
            foreach (string line in section.Lines) text.Append("  ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static PlannedPipeline Plan(SiteJob job, SitePolicy policy, JobQuestions questions, string question)
    {
        // How many will take part is not known here: as many as are named, or as few as the job and the site allow.
        int cohort = job.Spec.Field.Sites?.Count ?? Math.Max(job.Spec.MinimumCohort, policy.MinimumCohort);
        return questions.Find(question)!.Plan(cohort);
    }

    private static ExplanationSection Leaving(string question, PlannedPipeline plan) => new(
        $"What leaves this site in answer to '{question}'",
        [.. Segments(question, plan), .. PipelineText.Lines(plan)]);

    private static IEnumerable<string> Segments(string question, PlannedPipeline plan)
    {
        IEnumerable<Segment> told = plan.Model.Segments;
        if (IsOfTables(question))
        {
            Segment[] sums = [.. plan.Model.Segments.Where(segment => segment.Role is not (SegmentRole.Weight or SegmentRole.Metrics))];
            yield return Invariant($"{What(question)}: {sums.Sum(segment => (long)segment.Length):N0} whole numbers. ") +
                (question == ScoresPhase.Scores ? "No row leaves" : "No row leaves; a count of one is of a single person");
            told = told.Except(sums);
        }
        foreach (Segment segment in told)
            yield return Invariant($"{Words(segment)}: {segment.Length:N0} {(segment.Length == 1 ? "number" : "numbers")}");
    }

    private static bool IsOfTables(string question) =>
        question is HistogramsPhase.Histograms or MarginalsPhase.Marginals or ScoresPhase.Scores;

    /// <summary>What a generator from sums promises to those who see it.</summary>
    private static IEnumerable<ExplanationSection> Promised(IArchitecture architecture)
    {
        if (architecture is ICountedArchitecture { Epsilon: { } epsilon, Delta: var delta })
            yield return new("What is promised", [Invariant(
                $"differential privacy of one row: epsilon {epsilon}, delta {delta:0.#e-0}, towards all who see the generator. ") +
                "The noise is added by the coordinator, which sees the sums without it"]);
    }

    private static string Words(Segment segment) => segment.Role switch
    {
        SegmentRole.Weight => "weight (how many examples the answer rests on, as a share of the largest weight)",
        SegmentRole.Metrics => "averages over this site's examples (the loss)",
        _ => $"'{segment.Name}'",
    };

    private static IEnumerable<string> Readable(string question, PlannedPipeline plan)
    {
        if (plan.HasKeepers)
            yield return Invariant($"{question}: nothing. What the coordinator can read is the sum of {plan.Wire.GroupSize} sites, ") +
                "which clients among them open together (docs/threat-model.md says what that rests on)";
        else if (plan.Wire.GroupSize > 1)
            yield return Invariant($"{question}: updates of {plan.Wire.GroupSize} sites are meant to be read as their sum, ") +
                "but no stage of this job hides them: the coordinator can read this site's alone";
        else if (plan.Stages.Any(stage => stage.Plan.Release is { Observer: Observer.Server }))
            yield return $"{question}: {What(question)}, blurred by noise that is added here; what is promised says how well";
        else
            yield return $"{question}: {What(question)}. No stage of this job hides this site's answer from the coordinator";
        if (plan.HasEvidence)
            yield return $"{question}: the sum of the round with its weight and metrics is published to every site, which can check it";
        if (plan.Wire.NormBound is { } bound)
            yield return Invariant($"{question}: the numbers together have a norm of at most {bound:0.###}");
    }

    private static string What(string question) => question switch
    {
        NormalizePhase.Means => "the average of every column at this site",
        NormalizePhase.Deviations => "how far every column spreads at this site",
        HistogramsPhase.Histograms => "how many rows this site has in every cell of every column",
        MarginalsPhase.Marginals => "how many rows this site has in every cell of columns taken together",
        ScoresPhase.Scores => "sums over this site's rows of products of two columns' scores",
        _ => "how this site would change the model, which can tell something about single examples (SECURITY.md)",
    };

    private static IEnumerable<string> Used(SiteJob job, SiteSplit split, SitePolicy policy)
    {
        foreach (string line in job.Rows?.ToLines() ?? [Invariant($"{job.Data.Train.Count:N0} examples")])
            yield return $"data '{job.DataName}': {line.Trim()}";
        if (job.Columns is { } columns) yield return $"columns: {string.Join(", ", columns)}";
        yield return Invariant($"{split.Train.Count:N0} examples are learnt from, {split.Test?.Count ?? 0:N0} are held back and stay here");
        if (!job.NamesPeople) yield break;
        yield return Invariant($"they are of {split.Train.PartitionInput.Keys!.Distinct().Count():N0} people");
        if (policy.PrivacyOfPerson is { } budget)
            yield return Invariant($"all jobs together may tell epsilon {budget.Epsilon} at delta {budget.Delta:0.#e-0} of each of them");
    }

    private static IEnumerable<string> Decided(PolicyDecision decision) => decision.Reasons.Prepend(decision.Verdict switch
    {
        Verdict.Approved => "approved",
        Verdict.NeedsPerson => "waits for a person",
        _ => "declined",
    });

    private static string Times(int times) => times == 1 ? "once" : Invariant($"in {times} rounds");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
