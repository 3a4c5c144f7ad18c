using Tributary.Core;
using Tributary.Core.Tests;
using Tributary.Protocol;

namespace Tributary.Agent.Tests;

/// <summary>A site checks each round that it answered before it answers another, whoever is killed when.</summary>
public sealed class SettlementTests
{
    private const string Stages = """ "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }, { "use": "commit" }] """;

    private static readonly string _job = SmallTable.Job(Stages, rounds: 3).Replace("\"normalize\": true, ", "", StringComparison.Ordinal);

    [Fact]
    public async Task Every_round_is_proven_and_nothing_large_is_left_in_the_store()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(_job);
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents);
        Assert.Equal(RunOutcome.Completed, run.Coordinator!.State.Outcome);
        Assert.Equal(await TestFederation.SimulateAsync(run.Planned), await federation.ModelAsync(run));
        foreach (string site in TestFederation.Names)
        {
            Assert.Empty(agents[site].State.Runs["run"].Unproven);
            Assert.Equal(0, ((MemoryBlobStore)federation.Stores[site].Blobs).Count);
            Assert.All(Enumerable.Range(1, 3), round =>
                Assert.True(federation.FolderOf(site).Receipts.FindProof(new RoundId("run", round)) is { Holds: true, Model: not null }));
        }
        Assert.DoesNotContain(federation.Notices, notice => notice.Kind == AgentNoticeKind.Failed);
    }

    [Theory]
    [InlineData(Crash.BeforeAppend)]
    [InlineData(Crash.AfterAppend)]
    public async Task An_agent_killed_around_its_proofs_has_seen_every_round_proven_in_the_end(Crash crash)
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun undisturbed = await federation.SubmitAsync(_job);
        await federation.FinishAsync(federation.Agents());
        byte[] expected = await federation.ModelAsync(undisturbed);
        List<AgentEvent> events = await federation.Stores["nord"].Events.ReadAsync(AgentJournal.Stream).ToListAsync();
        int[] kills = [.. Enumerable.Range(1, events.Count).Where(kill => events[kill - 1] is ProofAwaited or ProofSettled).Skip(2)];
        Assert.Equal(4, kills.Length); // in the second and the last round
        foreach (int kill in kills)
        {
            federation.Forget();
            federation.Notices.Clear();
            TestRun run = await federation.SubmitAsync(_job);
            Dictionary<string, SiteAgent> agents = federation.Agents();
            agents["nord"] = federation.Agent("nord", new CrashingLog<AgentEvent>(federation.Stores["nord"].Events, crash, kill));
            await Assert.ThrowsAsync<CrashException>(() => federation.FinishAsync(agents));
            agents["nord"] = federation.Agent("nord");
            await federation.FinishAsync(agents);
            Assert.Equal(expected, await federation.ModelAsync(run));
            Assert.True(agents["nord"].State.Runs["run"] is { IsOver: true, Unproven.IsEmpty: true }, $"kill {kill}");
            Assert.Equal(0, ((MemoryBlobStore)federation.Stores["nord"].Blobs).Count);
            Assert.DoesNotContain(federation.Notices, notice => notice.Code is ProblemCodes.EvidenceMissing or ProblemCodes.RoundNotProven);
        }
    }

    [Fact]
    public async Task A_coordinator_that_does_not_show_what_it_made_of_an_answer_gets_no_other()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        federation.Coordinator.OnEvidence = evidence => evidence with { Entries = [] };
        TestRun run = await federation.SubmitAsync(_job);
        await federation.FinishAsync(federation.Agents(), mostTurns: 12);
        Assert.Equal(RunOutcome.Failed, run.Coordinator!.State.Outcome);
        Assert.Equal(1, run.Coordinator.State.PublishedRound);
        Assert.All(federation.Coordinator.HandedIn, sent => Assert.Equal(1, sent.Round.Number));
        Assert.Equal(3, federation.Notices.Where(notice => notice.Code == ProblemCodes.EvidenceMissing).Select(notice => notice.Message).Distinct().Count());
    }

    [Fact]
    public async Task A_proof_that_was_thrown_away_too_early_ends_the_part_in_the_run_and_one_that_was_not_does_not()
    {
        foreach (bool inTime in (bool[])[false, true])
        {
            using TestFederation federation = await TestFederation.CreateAsync();
            TestRun run = await federation.SubmitAsync(_job);
            Dictionary<string, SiteAgent> agents = federation.Agents();
            while (run.Coordinator!.State.PublishedRound == 0)
            {
                foreach (SiteAgent agent in agents.Values) await agent.TurnAsync(CancellationToken.None);
                await run.Coordinator.TickAsync();
            }
            foreach (BlobId document in run.Coordinator.State.Proofs[1].Documents.Values) await run.Blobs.DeleteAsync(document);
            // A run that has gone on for longer, as its ledger shows.
            if (inTime) federation.Coordinator.OnEvidence = evidence => Later(evidence, run, federation.Coordinator.Authority);
            await agents["nord"].TurnAsync(CancellationToken.None);
            MemberState member = agents["nord"].State.Runs["run"];
            Assert.Equal(!inTime, member.IsOver);
            Assert.Contains(federation.Notices, notice => notice.Code == (inTime ? ProblemCodes.EvidenceMissing : ProblemCodes.RoundNotProven));
            Assert.False(federation.FolderOf("nord").Receipts.FindProof(new RoundId("run", 1))!.Holds);
            foreach (SiteAgent agent in agents.Values) agent.Dispose();
        }
    }

    [Fact]
    public async Task A_ledger_that_lacks_what_the_receipt_shows_ends_the_part_in_the_run()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(_job);
        // The coordinator signs a second history, in which a moment is another.
        federation.Coordinator.OnEvidence = evidence => TestEvidence.Of(
            new RoundId("run", evidence.Round),
            [.. run.Log.ReadAsync("run").ToBlockingEnumerable().Select(e => e is UpdateReceived update ? update with { At = update.At.AddTicks(1) } : e)],
            federation.Coordinator.Authority);
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents, mostTurns: 6);
        Assert.All(agents.Values, agent => Assert.Contains("not where the receipt says", agent.State.Runs["run"].Reason, StringComparison.Ordinal));
    }

    private static EvidenceMessage Later(EvidenceMessage told, TestRun run, TestAuthority authority)
    {
        List<RunEvent> log = [.. run.Log.ReadAsync("run").ToBlockingEnumerable()];
        log.Add(log.OfType<ModelPublished>().Last() with { Round = new RoundId("run", RunState.RoundsOfProofs + 2) });
        return TestEvidence.Of(new RoundId("run", told.Round), log, authority);
    }
}
