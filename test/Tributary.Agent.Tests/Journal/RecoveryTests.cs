using Tributary.Core;
using Tributary.Core.Tests;
using Tributary.Storage;

namespace Tributary.Agent.Tests;

/// <summary>An agent that is killed anywhere goes on as if nothing had happened, and never encodes an answer twice.</summary>
public sealed class RecoveryTests
{
    private const string TopK = """ "stages": [{ "use": "top-k", "fraction": 0.3 }] """;

    private static async Task<(byte[] Model, int Appends)> UninterruptedAsync()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job(TopK));
        await federation.FinishAsync(federation.Agents());
        int appends = await federation.Stores["nord"].Events.ReadAsync(AgentJournal.Stream).CountAsync();
        return (await federation.ModelAsync(run), appends);
    }

    [Theory]
    [InlineData(Crash.BeforeAppend)]
    [InlineData(Crash.AfterAppend)]
    public async Task An_agent_killed_at_any_event_ends_with_the_same_model(Crash crash)
    {
        (byte[] expected, int appends) = await UninterruptedAsync();
        Assert.True(appends > 15, $"only {appends} events");
        using TestFederation federation = await TestFederation.CreateAsync();
        for (int kill = 1; kill <= appends; kill++)
        {
            federation.Forget();
            TestRun run = await federation.SubmitAsync(SmallTable.Job(TopK));
            Dictionary<string, SiteAgent> agents = federation.Agents();
            agents["nord"] = federation.Agent("nord", new CrashingLog<AgentEvent>(federation.Stores["nord"].Events, crash, kill));
            await Assert.ThrowsAsync<CrashException>(() => federation.FinishAsync(agents));
            agents["nord"] = federation.Agent("nord");
            await federation.FinishAsync(agents);

            Assert.Equal(expected, await federation.ModelAsync(run));
            Assert.True(agents["nord"].State.Runs["run"].IsOver);
            Assert.Equal(0, ((MemoryBlobStore)federation.Stores["nord"].Blobs).Count);
            Assert.All(
                federation.Coordinator.HandedIn.GroupBy(sent => (sent.Round, sent.Site)),
                sent => Assert.Single(sent.Select(one => one.Body).Distinct()));
        }
    }

    [Fact]
    public async Task What_top_k_left_out_is_kept_over_restarts()
    {
        (byte[] expected, _) = await UninterruptedAsync();
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job(TopK));
        while ((await run.Coordinator!.TickAsync()).Outcome is null)
            foreach (string site in TestFederation.Names)
            {
                using SiteAgent restarted = federation.Agent(site);
                await restarted.TurnAsync(CancellationToken.None);
            }
        Assert.Equal(expected, await federation.ModelAsync(run));
    }

    [Fact]
    public async Task A_store_in_a_file_keeps_everything()
    {
        (byte[] expected, _) = await UninterruptedAsync();
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job(TopK));
        while ((await run.Coordinator!.TickAsync()).Outcome is null)
            foreach (string site in TestFederation.Names)
            {
                await using var file = SqliteStore.Open(federation.FolderOf(site).StorePath);
                federation.Stores[site] = AgentStore.In(file);
                using SiteAgent agent = federation.Agent(site);
                await agent.TurnAsync(CancellationToken.None);
            }
        Assert.Equal(expected, await federation.ModelAsync(run));
    }

    [Fact]
    public async Task Blobs_that_a_killed_agent_left_are_deleted_by_the_next()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        await federation.SubmitAsync(SmallTable.Job());
        AgentStore store = federation.Stores["nord"];
        BlobId needless = await store.Blobs.PutAsync("gone"u8.ToArray());
        await store.Events.AppendAsync(AgentJournal.Stream, 0,
        [
            new JobSeen(default, "old", "job", needless, needless, 0), new RunEnded(default, "old", "It is over."),
        ]);
        using SiteAgent agent = federation.Agent("nord");
        await agent.TurnAsync(CancellationToken.None);
        Assert.Null(await store.Blobs.StatAsync(needless));
    }

    [Fact]
    public async Task A_round_that_was_answered_is_not_answered_again()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job());
        AgentStore store = federation.Stores["nord"];
        using (SiteAgent agent = federation.Agent("nord")) await agent.TurnAsync(CancellationToken.None);
        // A coordinator that lost its log and asks for the first round once more.
        long version = await store.Events.ReadAsync(AgentJournal.Stream).CountAsync();
        BlobId body = await store.Blobs.PutAsync("body"u8.ToArray());
        await store.Events.AppendAsync(AgentJournal.Stream, version,
        [
            new UpdateEncoded(default, "run", 1, body, new Dictionary<string, BlobId>()),
            new UpdateSettled(default, "run", 1, true, null, null),
        ]);
        await federation.FinishAsync(federation.Agents(), mostTurns: 4);
        Assert.DoesNotContain(federation.Coordinator.HandedIn, sent => sent.Site == "nord" && sent.Round.Number == 1);
        Assert.Contains(federation.Notices, notice => notice.Code == ProblemCodes.RefusedBySite
            && notice.Message.Contains("a second answer would tell more", StringComparison.Ordinal));
        Assert.Contains(await run.Log.ReadAsync("run").ToListAsync(), e => e is ClientDropped { Reason: DropReason.Refused });
    }
}
