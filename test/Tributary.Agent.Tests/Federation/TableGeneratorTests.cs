using Tributary.Core;

namespace Tributary.Agent.Tests;

/// <summary>
/// Agents that count their own files make the generator of tables that a simulation of the same files makes, bit for bit.
/// </summary>
public sealed class TableGeneratorTests
{
    public static TheoryData<string, string> Models => new()
    {
        { """{ "use": "mst", "labelInEveryClique": true, "bins": 6 }""", "[]" },
        { """{ "use": "aim", "size": 2000, "bins": 6, "measurements": 4 }""", "[]" },
        { """{ "use": "copula" }""", "[]" },
        {
            """{ "use": "copula" }""",
            """[{ "use": "quantize", "bits": 16, "range": 32767, "rounding": "nearest" }, { "use": "plain-sum" }]"""
        },
        { """{ "use": "tvae", "modes": 4, "hidden": [8], "code": 2 }""", "[]" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Agents_make_the_generator_of_the_simulation(string model, string stages)
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(Job(model, stages));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents);
        Assert.Equal(RunOutcome.Completed, run.Coordinator!.State.Outcome);
        Assert.Equal(await TestFederation.SimulateAsync(run.Planned), await federation.ModelAsync(run));
        Assert.NotEqual(TestFederation.Bits(run.Planned.Initial), await federation.ModelAsync(run));
    }

    [Fact]
    public async Task A_coordinator_that_is_started_again_between_the_questions_goes_on()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(Job("""{ "use": "copula" }""", "[]"));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        for (int turn = 0; turn < 20 && run.Coordinator!.State.Model!.Number < 1; turn++)
        {
            foreach (SiteAgent agent in agents.Values) await agent.TurnAsync(CancellationToken.None);
            await run.Coordinator.TickAsync();
        }
        Assert.Equal((1, null), (run.Coordinator!.State.Model!.Number, run.Coordinator.State.Outcome));
        run.Coordinator.Dispose();
        run.Coordinator = null;
        await run.OpenAsync();
        await federation.FinishAsync(agents);
        Assert.Equal(await TestFederation.SimulateAsync(run.Planned), await federation.ModelAsync(run));
    }

    [Fact]
    public void A_site_is_told_that_counts_leave_and_against_whom_they_are_hidden()
    {
        using var site = new SitePaper();
        (SiteJob? job, SitePolicy policy, List<Problem> problems) =
            site.Read(Job("""{ "use": "mst", "epsilon": 1, "secretNoise": true }""", "[]"), """ "approve": "ask" """);
        Assert.Empty(problems);
        string text = Explanation.Of(job!, policy, problems)!.ToString();
        Assert.Contains("table-histograms, once\n", text);
        Assert.Contains("how many rows this site has in every cell of columns taken together: 6,798 whole numbers", text);
        Assert.Contains("No row leaves; a count of one is of a single person", text);
        Assert.Contains("differential privacy of one row: epsilon 1, delta 1e-5, towards all who see the generator. The noise is added by "
            + "the coordinator, which sees the sums without it", text);
        Assert.DoesNotContain("'train'", text);
    }

    [Theory]
    // All know the seed.
    [InlineData("""{ "use": "copula", "epsilon": 1 }""", "\"minimum\": 0, \"maximum\": 60", ProblemCodes.NotForTheField)]
    [InlineData("""{ "use": "copula" }""", "\"minimum\": 0", ProblemCodes.SiteConfiguration)] // each site would find other bounds
    public void A_site_refuses_what_would_not_hold(string model, string bounds, string code)
    {
        using var site = new SitePaper();
        string job = Job(model, "[]").Replace("\"minimum\": 0, \"maximum\": 60", bounds, StringComparison.Ordinal);
        Assert.Equal(code, Assert.Single(site.Read(job).Problems).Code);
    }

    [Fact]
    public async Task A_site_whose_policy_does_not_answer_such_questions_declines()
    {
        using TestFederation federation = await TestFederation.CreateAsync(""" "approve": "policy", "questions": ["train"] """);
        TestRun run = await federation.SubmitAsync(Job("""{ "use": "copula" }""", "[]"));
        foreach (SiteAgent agent in federation.Agents().Values) await agent.TurnAsync(CancellationToken.None);
        Assert.Equal(3, run.Consents.Values.Count(consent => !consent.Approved));
        Assert.Contains("'table-histograms', 'table-scores'", run.Consents["nord"].Reason);
    }

    private static string Job(string model, string stages) => $$"""
        {
          "name": "tumours", "seed": 4,
          "data": {
            "use": "table", "name": "tumours", "path": "files/*.csv",
            "columns": [
              { "name": "radius", "minimum": 0, "maximum": 60 }, { "name": "texture", "minimum": 0, "maximum": 60 },
              { "name": "perimeter", "minimum": 0, "maximum": 400 }, { "name": "area", "minimum": 0, "maximum": 4000 }
            ],
            "label": { "name": "kind", "values": ["malignant", "benign"] }
          },
          "partition": { "use": "by-file" }, "largestWeight": 200, "minimumCohort": 3, "model": {{model}},
          "stages": {{stages}}, "rounds": 1,
          "local": { "steps": 3, "batchSize": 8, "optimizer": { "use": "sgd", "learningRate": 0.1 } }
        }
        """;
}
