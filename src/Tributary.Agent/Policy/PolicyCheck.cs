using System.IO.Enumeration;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Agent;

/// <summary>Holds jobs against a site's policy.</summary>
public static class PolicyCheck
{
    /// <summary>Decides on a job; pure.</summary>
    public static PolicyDecision Decide(SitePolicy policy, SiteJob job)
    {
        string[] against = [.. Against(policy, job)];
        if (against is not []) return new PolicyDecision(Verdict.Declined, against);
        const string Within = "The job keeps within the limits of the site's policy, which";
        return policy.Approve == Approval.Policy
            ? new PolicyDecision(Verdict.Approved, [$"{Within} approves such jobs."])
            : new PolicyDecision(Verdict.NeedsPerson, [$"{Within} asks a person about every job."]);
    }

    private static IEnumerable<string> Against(SitePolicy policy, SiteJob job)
    {
        JobSpec spec = job.Spec;
        if (policy.Jobs is { } jobs && !jobs.Any(name => FileSystemName.MatchesSimpleExpression(name, spec.Name, ignoreCase: false)))
            yield return $"The job is called '{spec.Name}', and this site takes part in {List(jobs)}.";
        if (policy.Models is { } models && !models.Contains(spec.Model.Use))
            yield return $"The job trains the model '{spec.Model.Use}', and this site trains {List(models)}.";
        if (policy.Questions is { } questions && job.Questions.Except(questions).ToArray() is { Length: > 0 } unanswered)
            yield return $"The job asks {List(unanswered)}, and this site answers {List(questions)}.";
        if (policy.Columns is { } columns)
        {
            if (job.Columns is null)
                yield return $"The data '{job.DataName}' has no named columns, and this site's policy allows data by its columns.";
            else if (job.Columns.Except(columns).ToArray() is { Length: > 0 } forbidden)
                yield return $"The job uses {List(forbidden)}, and of this site's columns only {List(columns)} may be used.";
        }
        if (spec.Rounds > policy.MaximumRounds)
            yield return $"The job asks for {spec.Rounds} rounds, and this site takes part in at most {policy.MaximumRounds}.";
        if (policy.Require.Except(spec.Stages.Select(stage => stage.Use)).ToArray() is { Length: > 0 } absent)
            yield return $"Updates of this site must pass through {List(absent)}, and the job does without.";
        if (policy.PrivacyOfPerson is not null && !job.NamesPeople)
            yield return $"This site has a privacy budget for each person, and no column of '{job.DataName}' names people. " +
                "Give 'person' beside 'path' in site.json.";
        if (policy.IsLimited(job.DataName) && !spec.Stages.Any(stage => stage.Use == "noise"))
            yield return "This site has a privacy budget, and the job adds no noise to what leaves it: no budget covers that.";
        if (spec.MinimumCohort < policy.MinimumCohort)
            yield return $"The job makes a model of {spec.MinimumCohort} or more sites, and this site wants " +
                $"at least {policy.MinimumCohort}. Raise 'minimumCohort'.";
        if (Examples(job) is var examples && examples < policy.MinimumExamples)
            yield return $"This site would train on {examples} examples, and its policy wants at least {policy.MinimumExamples}, " +
                "so that no single one shows.";
    }

    private static int Examples(SiteJob job)
    {
        try
        {
            return job.Split(0).Train.Count;
        }
        catch (DataException)
        {
            return 0; // so few that none can be held back
        }
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
