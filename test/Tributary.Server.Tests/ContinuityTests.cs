using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>A coordinator never signs a second history under the name of the first.</summary>
public sealed class ContinuityTests
{
    private static async Task<string> HeadAsync(TestServer server, string run) =>
        await server.Raw(token: server.ResearcherToken).GetStringAsync(Routes.Checkpoint(run));

    private static async Task<(TestServer Server, string Run)> TrainAsync()
    {
        string job = Line.Job(rounds: 2);
        TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(job);
        await site.ConsentAsync(run);
        await site.TakePartAsync(run, job, Line.Trainers[0], 0);
        return (server, run);
    }

    /// <summary>The store as an older backup has it.</summary>
    private static async Task<ServerStore> OlderAsync(TestServer server, string run, int without)
    {
        var log = new MemoryEventLog<RunEvent>();
        RunEvent[] events = [.. await server.EventsAsync(run)];
        await log.AppendAsync(run, 0, events[..^without]);
        return server.Store with { Runs = log };
    }

    private static Task<CoordinatorServer> StartAsync(TestServer server, ServerStore store, bool accept = false) =>
        CoordinatorServer.StartAsync(
            ServerFolder.Open(server.Path).With(TestServer.Settings with { AcceptsOlderLog = accept }), store, server.Clock);

    [Fact]
    public async Task An_older_store_is_refused_until_somebody_accepts_it_and_then_has_another_name()
    {
        (TestServer server, string run) = await TrainAsync();
        await using TestServer _ = server;
        Assert.StartsWith($"coordinator/{run}\n", await HeadAsync(server, run), StringComparison.Ordinal);
        await server.StopAsync();
        ServerStore older = await OlderAsync(server, run, without: 3);
        ServerException refused = await Assert.ThrowsAsync<ServerException>(() => StartAsync(server, older));
        Assert.Equal(ProblemCodes.OlderLog, refused.Code);
        byte[] key = ServerFolder.Open(server.Path).OpenRunKey();
        Assert.Contains(run, refused.Message, StringComparison.Ordinal);

        await (await StartAsync(server, older, accept: true)).DisposeAsync();
        Assert.NotEqual(key, ServerFolder.Open(server.Path).OpenRunKey()); // noise of rounds that are played again is another
        LedgerRestarted noted = Assert.Single((await server.ServiceEventsAsync()).OfType<LedgerRestarted>());
        Assert.Equal((run, (long)(await server.EventsAsync(run)).Count), (noted.Run, noted.Size));
        await (await StartAsync(server, older)).DisposeAsync(); // it has been accepted, once for all
        Assert.Single((await server.ServiceEventsAsync()).OfType<LedgerRestarted>());
        string kept = await File.ReadAllTextAsync(Path.Combine(server.Path, KeptHeads.Folder, $"{run}.checkpoint"));
        Assert.StartsWith($"coordinator/{run}#2\n", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_has_all_that_was_signed_goes_on_under_its_name()
    {
        (TestServer server, string run) = await TrainAsync();
        await using TestServer _ = server;
        await server.RestartAsync();
        Assert.StartsWith($"coordinator/{run}\n", await HeadAsync(server, run), StringComparison.Ordinal);
        Assert.Empty((await server.ServiceEventsAsync()).OfType<LedgerRestarted>());
    }

    [Fact]
    public async Task A_kept_head_that_cannot_be_read_is_not_passed_over()
    {
        (TestServer server, string run) = await TrainAsync();
        await using TestServer _ = server;
        await server.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(server.Path, KeptHeads.Folder, $"{run}.checkpoint"), "nothing\n");
        Assert.Equal(ProblemCodes.OlderLog, (await Assert.ThrowsAsync<ServerException>(() => StartAsync(server, server.Store))).Code);
    }
}
