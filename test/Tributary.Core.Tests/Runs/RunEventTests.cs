using System.Text.Json;

namespace Tributary.Core.Tests;

public sealed class RunEventTests
{
    private static readonly DateTimeOffset _now = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);
    private static readonly RoundId _round = new("run", 2);
    private static readonly BlobId _blob = BlobId.Of("x"u8);

    public static TheoryData<string, RunEvent> Events => new()
    {
        { "run-started", new RunStarted(_now, "job", ulong.MaxValue, new ModelVersion(0, _blob, _blob)) },
        { "round-opened", new RoundOpened(_now, _round, "train", 1, [new ClientId("a"), new ClientId("b")], 1) },
        { "step-opened", new StepOpened(_now, _round, "toy-steps", [new ClientId("a")]) },
        { "step-answered", new StepAnswered(_now, _round, new ClientId("a")) },
        { "update-received", new UpdateReceived(_now, _round, new ClientId("a"), _blob, long.MaxValue) },
        { "client-dropped", new ClientDropped(_now, _round, new ClientId("b"), DropReason.TooLate) },
        { "round-closed", new RoundClosed(_now, _round) },
        { "keeper-answered", new KeeperAnswered(_now, _round, new ClientId("site")) },
        { "keeper-dropped", new KeeperDropped(_now, _round, new ClientId("site"), DropReason.Refused) },
        { "model-published", new ModelPublished(_now, _round, new ModelVersion(1, _blob, _blob), new Dictionary<string, double> { ["loss"] = 0.1, ["x"] = double.NaN }) },
        { "round-failed", new RoundFailed(_now, _round, new Problem("TRB0402", "$", "Too few.")) },
        { "model-evaluated", new ModelEvaluated(_now, 2, new Dictionary<string, double> { ["accuracy"] = 1 / 3.0, ["y"] = double.PositiveInfinity }) },
        { "run-finished", new RunFinished(_now, RunOutcome.TargetReached, "Good enough.") },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_the_same_after_it_has_been_json(string name, RunEvent e)
    {
        string json = JsonSerializer.Serialize(e, CoreJson.Default.RunEvent);
        Assert.StartsWith($$"""{"event":"{{name}}",""", json);
        RunEvent read = JsonSerializer.Deserialize(json, CoreJson.Default.RunEvent)!;
        Assert.Equivalent(e, read, strict: true);
        Assert.Equal(e.GetType(), read.GetType());
    }

    [Fact]
    public void Names_are_plain_strings_and_lower_case_in_json() => Assert.Equal(
        """{"event":"client-dropped","round":{"run":"run","number":2},"client":"b","reason":"too-late","at":"2026-02-03T04:05:06.789+00:00"}""",
        JsonSerializer.Serialize(new ClientDropped(_now, _round, new ClientId("b"), DropReason.TooLate), CoreJson.Default.RunEvent));

    [Fact]
    public async Task A_log_that_has_been_json_gives_the_same_state()
    {
        var federation = new Federation { Rounds = 2 };
        using Coordinator coordinator = await federation.OpenAsync();
        await coordinator.TickAsync();
        await coordinator.DeclineAsync(new RoundId("run", 1), federation.Ids[2], DropReason.Refused);
        await coordinator.EvaluateAsync(new Dictionary<string, double> { ["loss"] = 3 });
        foreach (int i in new[] { 0, 1 }) await federation.Client(i, coordinator).TakePartAsync();

        RunState replayed = RunState.Empty;
        foreach (RunEvent e in await federation.EventsAsync())
            replayed = replayed.Apply(JsonSerializer.Deserialize(JsonSerializer.Serialize(e, CoreJson.Default.RunEvent), CoreJson.Default.RunEvent)!);
        Assert.Equal(2, replayed.Round!.Received.Count);
        Assert.Equivalent(coordinator.State, replayed, strict: true);
    }
}
