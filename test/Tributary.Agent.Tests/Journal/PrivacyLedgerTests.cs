using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Core.Tests;
using Tributary.Privacy;

namespace Tributary.Agent.Tests;

/// <summary>A site adds up what its data has told in all jobs, and never counts less than it told.</summary>
public sealed class PrivacyLedgerTests
{
    private const double Delta = 1e-5;

    private static double Epsilon(int rounds) => new PldAccountant().Epsilon(new GaussianEvent(4).Times(rounds), Delta);

    private static string Job(int rounds, string name = "tumours", string noise = "\"multiplier\": 4")
    {
        JsonObject job = JsonNode.Parse(SmallTable.Job(rounds: rounds, name: name))!.AsObject();
        job.Remove("normalize");
        job.Remove("largestWeight");
        job["weighting"] = "uniform";
        job["minimumCohort"] = 2;
        job["privacy"] = new JsonObject { ["delta"] = 1e-3 };
        job["stages"] = JsonNode.Parse($$"""[{ "use": "clip", "norm": 1 }, { "use": "noise", {{noise}} }]""");
        return job.ToJsonString();
    }

    /// <summary>Three sites, of which nord has a budget of so many rounds.</summary>
    private static async Task<TestFederation> FederationAsync(int rounds)
    {
        TestFederation federation = await TestFederation.CreateAsync();
        string epsilon = Epsilon(rounds).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        federation.Configure("nord", SmallTable.Configuration("nord", $$""" "approve": "policy", "privacy": { "epsilon": {{epsilon}}, "delta": 1e-5 } """));
        return federation;
    }

    private static (string Run, int Round)[] Answered(TestFederation federation) =>
        [.. federation.Coordinator.HandedIn.Where(sent => sent.Site == "nord").Select(sent => (sent.Round.Run, sent.Round.Number)).Distinct()];

    private static (string Run, int Round)[] Reserved(SiteAgent agent) =>
        [.. agent.State.Runs.Values.SelectMany(run => run.Reserved.Keys.Select(round => (run.Run, round)))];

    [Fact]
    public async Task A_site_takes_part_until_its_budget_is_spent()
    {
        using TestFederation federation = await FederationAsync(rounds: 3);
        TestRun run = await federation.SubmitAsync(Job(rounds: 6));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents);
        Assert.Equal(6, run.Coordinator!.State.Answered["train"]);
        Assert.Equal([1, 2, 3], Answered(federation).Select(sent => sent.Round).Order());
        Assert.Equal(3, Reserved(agents["nord"]).Length);
        Assert.Contains(federation.Notices, notice => notice.Code == ProblemCodes.RefusedBySite
            && notice.Message.Contains("budget is spent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_jobs_at_once_do_not_overdraw_it()
    {
        using TestFederation federation = await FederationAsync(rounds: 3);
        await federation.SubmitAsync(Job(rounds: 4, "first"), "first");
        await federation.SubmitAsync(Job(rounds: 4, "second"), "second");
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents);
        Assert.Equal(3, Answered(federation).Length);
        Assert.Equal(Answered(federation).Order(), Reserved(agents["nord"]).Order());
    }

    [Fact]
    public void A_data_set_with_a_budget_of_its_own_is_not_charged_for_another()
    {
        var policy = new SitePolicy
        {
            PrivacyOf = new Dictionary<string, SiteBudget> { ["tumours"] = new(Epsilon(2), Delta), ["hearts"] = new(Epsilon(1), Delta) },
        };
        AgentState state = AgentState.Empty;
        BlobId blob = BlobId.Of([1]);
        foreach (AgentEvent e in new AgentEvent[]
        {
            new JobSeen(default, "one", "job", blob, blob, 0), new PrivacyReserved(default, "one", 1, new GaussianEvent(4), "tumours"),
            new JobSeen(default, "two", "job", blob, blob, 0), new PrivacyReserved(default, "two", 1, new GaussianEvent(4), "hearts"),
        })
            state = state.Apply(e);
        Invitation next = Asked("three");
        Assert.Null(new SpentPrivacy(policy).Refusal(state, next, "tumours"));
        Assert.Contains("for 'hearts'", new SpentPrivacy(policy).Refusal(state, next, "hearts"), StringComparison.Ordinal);
        Assert.Null(new SpentPrivacy(policy).Refusal(state, next, "others"));
        Assert.Null(new SpentPrivacy(policy).Refusal(state, Asked("two"), "hearts")); // has been counted
        state = state.Apply(new JobSeen(default, "old", "job", blob, blob, 0)).Apply(new PrivacyReserved(default, "old", 1, new GaussianEvent(4)));
        Assert.Contains("for 'tumours'", new SpentPrivacy(policy).Refusal(state, next, "tumours"), StringComparison.Ordinal);
        policy = policy with { Privacy = new SiteBudget(Epsilon(3), Delta) };
        Assert.Contains("budget is spent", new SpentPrivacy(policy).Refusal(state, next, "others"), StringComparison.Ordinal);

        static Invitation Asked(string run)
        {
            PlannedPipeline pipeline = new Pipeline(new Clip { Norm = 1 }, new Noise { Multiplier = 4 }).Plan(
                UpdateSpec.For([new Segment("w", 3)], 0, 2, Weighting.Uniform, Sees.Sum));
            return new Invitation(new RoundContext(new RoundId(run, 1), [], 1), "train", default, pipeline, 1);
        }
    }

    [Theory]
    [InlineData(Crash.BeforeAppend)]
    [InlineData(Crash.AfterAppend)]
    public async Task An_agent_killed_at_any_event_has_counted_what_it_sent(Crash crash)
    {
        using TestFederation federation = await FederationAsync(rounds: 2);
        int crashes = 0;
        for (int kill = 1; kill < 100; kill++)
        {
            federation.Forget();
            await federation.SubmitAsync(Job(rounds: 3));
            Dictionary<string, SiteAgent> agents = federation.Agents();
            agents["nord"] = federation.Agent("nord", new CrashingLog<AgentEvent>(federation.Stores["nord"].Events, crash, kill));
            try
            {
                await federation.FinishAsync(agents);
                break; // there are no more events to be killed at
            }
            catch (CrashException)
            {
                crashes++;
            }
            Assert.Subset(Journalled(await federation.Stores["nord"].Events.ReadAsync(AgentJournal.Stream).ToListAsync()), Answered(federation).ToHashSet());
            agents["nord"] = federation.Agent("nord");
            await federation.FinishAsync(agents);
            Assert.Equal([1, 2], Answered(federation).Select(sent => sent.Round).Order());
            Assert.Equal(Answered(federation).Order(), Reserved(agents["nord"]).Order());
        }
        Assert.InRange(crashes, 8, 98);
    }

    [Fact]
    public async Task What_was_told_stays_told_when_a_run_is_offered_anew()
    {
        AgentState state = AgentState.Empty;
        BlobId blob = BlobId.Of([1]);
        var seen = new JobSeen(default, "run", "job", blob, blob, 0);
        foreach (AgentEvent e in new AgentEvent[] { seen, new PrivacyReserved(default, "run", 1, new GaussianEvent(4)), new RunEnded(default, "run", "over"), seen })
            state = state.Apply(e);
        Assert.Equal(new GaussianEvent(4), state.Runs["run"].Reserved[1]);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_site_with_a_budget_takes_no_part_in_a_job_without_noise()
    {
        using TestFederation federation = await FederationAsync(rounds: 3);
        await federation.SubmitAsync(SmallTable.Job());
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents, mostTurns: 3);
        Assert.Equal(false, agents["nord"].State.Runs["run"].Approved);
        Assert.Contains("adds no noise", agents["nord"].State.Runs["run"].Reason, StringComparison.Ordinal);
    }

    private static HashSet<(string Run, int Round)> Journalled(IEnumerable<AgentEvent> events) =>
        [.. events.OfType<PrivacyReserved>().Select(e => (e.Run, e.Round))];
}
