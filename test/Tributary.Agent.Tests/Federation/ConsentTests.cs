using Tributary.Core;
using Tributary.Protocol;
using Tributary.Training;

namespace Tributary.Agent.Tests;

public sealed class ConsentTests
{
    private const string Ask = """ "approve": "ask" """;

    [Fact]
    public async Task A_job_waits_for_a_person_who_approves_it()
    {
        using TestFederation federation = await TestFederation.CreateAsync(Ask);
        TestRun run = await federation.SubmitAsync(SmallTable.Job());
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents, mostTurns: 3);
        Assert.Empty(run.Consents);
        Assert.Equal(3, federation.Notices.Count(notice => notice.Kind == AgentNoticeKind.NeedsPerson));

        Decisions decisions = federation.FolderOf("nord").Decisions;
        Assert.Equal(["run"], decisions.Waiting);
        Assert.Equal(run.Planned.Text, decisions.ReadOffer("run"));
        decisions.Decide("run", approved: true, "anna");
        federation.FolderOf("ost").Decisions.Decide("run", approved: true, "otto");
        await agents["nord"].TurnAsync(CancellationToken.None);
        Assert.Equal((true, "anna", null), run.Consents["nord"]);
        Assert.Empty(decisions.Waiting);

        federation.FolderOf("sued").Decisions.Decide("run", approved: true, "sofie");
        await federation.FinishAsync(agents);
        Assert.Equal(await TestFederation.SimulateAsync(run.Planned), await federation.ModelAsync(run));
    }

    [Fact]
    public async Task A_person_who_declines_is_told_of_with_the_reason()
    {
        using TestFederation federation = await TestFederation.CreateAsync(Ask);
        TestRun run = await federation.SubmitAsync(SmallTable.Job());
        using (SiteAgent agent = federation.Agent("nord")) await agent.TurnAsync(CancellationToken.None);
        federation.FolderOf("nord").Decisions.Decide("run", approved: false, "anna", "Not with these columns.");
        using SiteAgent later = federation.Agent("nord");
        await later.TurnAsync(CancellationToken.None);
        Assert.Equal((false, "anna", "Not with these columns."), run.Consents["nord"]);
    }

    [Fact]
    public async Task A_decision_about_another_job_does_not_count()
    {
        using TestFederation federation = await TestFederation.CreateAsync(Ask);
        TestRun run = await federation.SubmitAsync(SmallTable.Job());
        using SiteAgent agent = federation.Agent("nord");
        await agent.TurnAsync(CancellationToken.None);
        SiteFolder folder = federation.FolderOf("nord");
        File.AppendAllText(Path.Combine(folder.Path, "offers", "run.json"), " ");
        folder.Decisions.Decide("run", approved: true, "anna");
        await agent.TurnAsync(CancellationToken.None);
        Assert.Empty(run.Consents);
    }

    [Fact]
    public async Task Nobody_decides_on_a_run_that_does_not_wait()
    {
        using TestFederation federation = await TestFederation.CreateAsync(Ask);
        Decisions decisions = federation.FolderOf("nord").Decisions;
        Assert.Throws<SiteException>(() => decisions.Decide("run", approved: true, "anna"));
        Assert.Throws<SiteException>(() => decisions.ReadOffer("../identity"));
    }

    [Fact]
    public async Task A_job_against_the_policy_is_declined_with_every_reason()
    {
        using TestFederation federation = await TestFederation.CreateAsync(
            """ "approve": "policy", "jobs": ["heart*"], "maximumRounds": 1, "models": ["mlp"] """);
        TestRun run = await federation.SubmitAsync(SmallTable.Job());
        using SiteAgent agent = federation.Agent("nord");
        await agent.TurnAsync(CancellationToken.None);
        (bool approved, string by, string? reason) = run.Consents["nord"];
        Assert.False(approved);
        Assert.Equal("policy", by);
        Assert.Equal(
            "The job is called 'tumours', and this site takes part in 'heart*'. " +
            "The job trains the model 'logistic', and this site trains 'mlp'. " +
            "The job asks for 2 rounds, and this site takes part in at most 1.", reason);
    }

    [Fact]
    public async Task A_policy_that_was_loosened_is_asked_again_after_a_restart_and_one_that_was_tightened_ends_the_consent()
    {
        using TestFederation federation = await TestFederation.CreateAsync(""" "approve": "policy", "jobs": ["heart"] """);
        TestRun run = await federation.SubmitAsync(SmallTable.Job());
        using (SiteAgent agent = federation.Agent("nord")) await agent.TurnAsync(CancellationToken.None);
        Assert.False(run.Consents["nord"].Approved);
        federation.Configure("nord", SmallTable.Configuration("nord", """ "approve": "policy", "jobs": ["heart", "tumours"] """));
        using (SiteAgent agent = federation.Agent("nord")) await agent.TurnAsync(CancellationToken.None);
        Assert.True(run.Consents["nord"].Approved);
        federation.Configure("nord", SmallTable.Configuration("nord", """ "approve": "policy", "maximumRounds": 1 """));
        using (SiteAgent agent = federation.Agent("nord"))
        {
            await agent.TurnAsync(CancellationToken.None);
            Assert.False(agent.State.Runs["run"].IsActive);
        }
        Assert.False(run.Consents["nord"].Approved);
    }

    [Fact]
    public async Task A_model_for_other_data_is_declined()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        Simulation.PlannedJob planned = federation.Plan(SmallTable.Job());
        DataModel(planned, out ModelFile other);
        TestRun run = await federation.Coordinator.SubmitAsync(new TestRun("run", planned, TestFederation.Names, other));
        using SiteAgent agent = federation.Agent("nord");
        await agent.TurnAsync(CancellationToken.None);
        Assert.False(run.Consents["nord"].Approved);
        Assert.Contains("another shape than this site's", run.Consents["nord"].Reason);
    }

    private static void DataModel(Simulation.PlannedJob planned, out ModelFile other) => other = new ModelFile(
        planned.Spec.Model, null, planned.Shape with { ClassNames = ["benign", "malignant"] }, planned.Initial);

    [Fact]
    public async Task A_job_that_does_not_say_what_counts_as_one_is_declined()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job().Replace("\"largestWeight\": 200, ", "", StringComparison.Ordinal));
        using SiteAgent agent = federation.Agent("nord");
        await agent.TurnAsync(CancellationToken.None);
        Assert.Contains("Give 'largestWeight', or weigh uniformly.", run.Consents["nord"].Reason);
    }

    [Fact]
    public async Task A_job_for_data_that_the_site_does_not_have_is_declined()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        federation.Configure("nord", """{ "data": {}, "policy": { "approve": "policy" } }""");
        TestRun run = await federation.SubmitAsync(SmallTable.Job());
        using SiteAgent agent = federation.Agent("nord");
        await agent.TurnAsync(CancellationToken.None);
        Assert.Contains("no data called 'tumours'", run.Consents["nord"].Reason);
    }

    [Fact]
    public async Task A_run_whose_job_changes_under_way_is_left()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job());
        using SiteAgent agent = federation.Agent("nord");
        await agent.TurnAsync(CancellationToken.None);
        run.JobText = [.. run.JobText, (byte)' '];
        await agent.TurnAsync(CancellationToken.None);
        Assert.True(agent.State.Runs["run"].IsOver);
        Assert.Contains("another job", agent.State.Runs["run"].Reason);
    }

    [Fact]
    public async Task Offers_with_names_that_are_paths_are_passed_over()
    {
        using TestFederation federation = await TestFederation.CreateAsync(Ask);
        await federation.Coordinator.SubmitAsync(new TestRun("../../run", federation.Plan(SmallTable.Job()), TestFederation.Names));
        using SiteAgent agent = federation.Agent("nord");
        await agent.TurnAsync(CancellationToken.None);
        Assert.Empty(agent.State.Runs);
        Assert.Empty(federation.FolderOf("nord").Decisions.Waiting);
    }

    [Fact]
    public async Task A_round_with_fewer_sites_than_the_policy_wants_is_refused()
    {
        using TestFederation federation = await TestFederation.CreateAsync(""" "approve": "policy", "minimumCohort": 3 """);
        TestRun run = await federation.SubmitAsync(
            SmallTable.Job(""" "selector": { "use": "uniform", "count": 2 } """).Replace("\"normalize\": true, ", "", StringComparison.Ordinal));
        await federation.FinishAsync(federation.Agents());
        Assert.Equal(RunOutcome.Failed, run.Coordinator!.State.Outcome);
        Assert.Empty(federation.Coordinator.HandedIn);
        Assert.Contains(federation.Notices, notice => notice.Message.Contains("The round has 2 sites", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_bad_run_does_not_stop_the_others()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        var bad = new TestRun("bad", federation.Plan(SmallTable.Job()), TestFederation.Names) { JobText = "nonsense"u8.ToArray() };
        await federation.Coordinator.SubmitAsync(bad);
        TestRun good = await federation.SubmitAsync(SmallTable.Job(), "good");
        Dictionary<string, SiteAgent> agents = federation.Agents();
        while ((await good.Coordinator!.TickAsync()).Outcome is null)
            foreach (SiteAgent agent in agents.Values) await agent.TurnAsync(CancellationToken.None);
        Assert.Equal(RunOutcome.Completed, good.Coordinator.State.Outcome);
        Assert.Contains("not JSON", bad.Consents["nord"].Reason);
    }

    [Fact]
    public async Task A_coordinator_that_cannot_be_reached_is_waited_for_and_told_of_once()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        AgentStore store = federation.Stores["nord"];
        federation.Coordinator.Failure = new UnreachableException("There is no way.");
        federation.Coordinator.FailingRequests = 10;
        using var stop = new CancellationTokenSource();
        using var agent = new SiteAgent(federation.FolderOf("nord"), store, federation.Coordinator.ServiceOf("nord", store), new AgentOptions
        {
            Hold = TimeSpan.Zero,
            Clock = new ImpatientTime(),
            OnNotice = notice =>
            {
                federation.Notices.Add(notice);
                if (notice.Kind == AgentNoticeKind.Connected) stop.Cancel();
            },
        });
        await agent.RunAsync(stop.Token);
        Assert.Equal([AgentNoticeKind.Unreachable, AgentNoticeKind.Connected], federation.Notices.Select(notice => notice.Kind));
        Assert.Equal(12, federation.Coordinator.Requests);
    }

    [Fact]
    public async Task A_site_whose_access_was_revoked_stops_with_the_reason()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        using SiteAgent agent = federation.Agent("nord");
        federation.Coordinator.Failure = new ProtocolException(
            new ProblemMessage("about:blank", "Unauthorized", 401, "The access of 'nord' was revoked.", ProblemCodes.Unauthenticated));
        SiteException e = await Assert.ThrowsAsync<SiteException>(() => agent.RunAsync(CancellationToken.None));
        Assert.Equal(ProblemCodes.Unauthenticated, e.Problems[0].Code);
        Assert.Contains("revoked", e.Message);
    }
}
