using Tributary.Core;

namespace Tributary.Agent.Tests;

public sealed class ExplanationTests
{
    private static Explanation Explain(SitePaper site, string job, string policy = """ "approve": "ask" """)
    {
        (SiteJob? read, SitePolicy limits, List<Problem> problems) = site.Read(job, policy);
        Assert.Empty(problems);
        Explanation? explanation = Explanation.Of(read!, limits, problems);
        Assert.Empty(problems);
        return explanation!;
    }

    [Fact]
    public void Says_what_is_asked_what_leaves_and_what_the_policy_says()
    {
        using var site = new SitePaper();
        File.AppendAllText(Path.Combine(site.SitePath, "own.csv"), "1,?,3,4,benign\n1,2,3,4,\n");
        string text = Explain(site, SmallTable.Job()).ToString();
        Assert.Contains("its purpose: Three clinics tell tumours apart\n", text);
        Assert.Contains("train, in 2 rounds\n", text);
        Assert.Contains("column-means, once\n", text);
        Assert.Contains("What leaves this site in answer to 'train'\n", text);
        Assert.Contains("averages over this site's examples (the loss): 1 number\n", text);
        Assert.Contains("clip         12 numbers, real, raw, norm at most 1, decoded anywhere\n", text);
        Assert.Contains("column-means: the average of every column at this site. No stage of this job hides this site's answer from the coordinator\n", text);
        Assert.Contains("columns: radius, texture, perimeter, area, kind\n", text);
        Assert.Contains("of 26 rows used", text);
        Assert.Contains("left out: 1 has no 'texture' (line 26)", text);
        Assert.Contains("are held back and stay here\n", text);
        Assert.Contains("waits for a person\n", text);
        Assert.Contains("in all at most", text);
    }

    [Fact]
    public void Does_not_call_a_sum_without_secrecy_secret()
    {
        using var site = new SitePaper();
        string text = Explain(site, SmallTable.Job(""" "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }, { "use": "plain-sum" }] """)).ToString();
        Assert.Contains("no stage of this job hides them: the coordinator can read this site's alone", text);
    }

    [Fact]
    public void Says_that_a_secure_sum_is_all_that_can_be_read()
    {
        using var site = new SitePaper();
        string text = Explain(site, SmallTable.Job(
            """ "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }, { "use": "secagg" }] """)).ToString();
        Assert.Contains("train: nothing. What the coordinator can read is the sum of 3 sites, which clients among them open together", text);
        Assert.Contains("masked, weighted, norm at most", text);
    }

    [Fact]
    public void Says_why_the_policy_declines()
    {
        using var site = new SitePaper();
        string text = Explain(site, SmallTable.Job(), """ "maximumRounds": 1 """).ToString();
        Assert.Contains("declined\n  The job asks for 2 rounds", text);
    }

    [Fact]
    public void Stages_that_do_not_fit_are_a_problem_of_the_job()
    {
        using var site = new SitePaper();
        (SiteJob? job, SitePolicy policy, List<Problem> problems) =
            site.Read(SmallTable.Job(""" "stages": [{ "use": "zip" }, { "use": "plain-sum" }] """));
        Assert.Null(Explanation.Of(job!, policy, problems));
        Assert.Equal("$.stages", Assert.Single(problems).Path);
    }
}
