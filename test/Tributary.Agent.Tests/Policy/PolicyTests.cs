namespace Tributary.Agent.Tests;

public sealed class PolicyTests
{
    [Fact]
    public void A_job_within_the_limits_is_approved_or_waits_for_a_person()
    {
        using var site = new SitePaper();
        const string Limits = """
            "jobs": ["tum*"], "models": ["logistic"], "columns": ["radius", "texture", "perimeter", "area", "kind"],
            "questions": ["train", "column-means", "column-deviations"], "maximumRounds": 2, "require": ["clip", "quantize"],
            "minimumCohort": 3, "minimumExamples": 15
            """;
        Assert.Equal(Verdict.Approved, site.Decide(SmallTable.Job(), $""" "approve": "policy", {Limits} """).Verdict);
        PolicyDecision asks = site.Decide(SmallTable.Job(), $""" "approve": "ask", {Limits} """);
        Assert.Equal(Verdict.NeedsPerson, asks.Verdict);
        Assert.Contains("asks a person about every job", asks.Reason);
    }

    [Theory]
    [InlineData(""" "jobs": ["heart", "lung*"] """, "The job is called 'tumours', and this site takes part in 'heart', 'lung*'.")]
    [InlineData(""" "models": ["mlp"] """, "The job trains the model 'logistic', and this site trains 'mlp'.")]
    [InlineData(""" "columns": ["radius", "area"] """, "The job uses 'texture', 'perimeter', 'kind', and of this site's columns only 'radius', 'area' may be used.")]
    [InlineData(""" "questions": ["train"] """, "The job asks 'column-means', 'column-deviations', and this site answers 'train'.")]
    [InlineData(""" "maximumRounds": 1 """, "The job asks for 2 rounds, and this site takes part in at most 1.")]
    [InlineData(""" "require": ["zip"] """, "Updates of this site must pass through 'zip', and the job does without.")]
    [InlineData(""" "minimumCohort": 4 """, "The job makes a model of 3 or more sites, and this site wants at least 4. Raise 'minimumCohort'.")]
    [InlineData(""" "minimumExamples": 500 """, "so that no single one shows.")]
    public void A_job_beyond_a_limit_is_declined_with_the_reason_even_where_a_person_is_asked(string limit, string reason)
    {
        using var site = new SitePaper();
        foreach (string approve in (string[])["policy", "ask"])
        {
            PolicyDecision decision = site.Decide(SmallTable.Job(), $""" "approve": "{approve}", {limit} """);
            Assert.Equal(Verdict.Declined, decision.Verdict);
            Assert.EndsWith(reason, Assert.Single(decision.Reasons));
        }
    }
}
