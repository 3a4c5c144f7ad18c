namespace Tributary.Core.Tests;

/// <summary>Rounds that ask clients something before their updates, and twice after the close.</summary>
public sealed class StepTests
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);

    private readonly MemoryRoundChannel _channel = new();
    private readonly Dictionary<BlobId, ReadOnlyMemory<byte>> _bodies = [];

    private static Federation With(IStage stage) => new()
    {
        Rounds = 1,
        MinimumCohort = 2,
        Parts = new Federation().Parts with { Pipeline = new Pipeline(new Quantize { Bits = 16, Range = 100 }, stage) },
    };

    private Task<Coordinator> OpenAsync(Federation federation) =>
        Coordinator.OpenAsync(federation.Setup with { Channel = _channel, LongestRound = _longest }).AsTask();

    private static async Task TakePartAsync(Federation federation, Coordinator coordinator, params int[] clients)
    {
        await coordinator.TickAsync();
        foreach (int i in clients) await federation.Client(i, coordinator).TakePartAsync();
        await coordinator.HearAsync();
    }

    private static async Task<float[]> PlainAsync(params int[] clients)
    {
        Federation plain = With(new PlainSum());
        using Coordinator coordinator = await plain.OpenRoundAsync();
        foreach (int i in clients) await plain.Client(i, coordinator).TakePartAsync();
        foreach (int i in Enumerable.Range(0, 4).Except(clients))
            await coordinator.DeclineAsync(new RoundId("run", 1), plain.Ids[i], DropReason.Unavailable);
        Assert.Equal(RoundPhase.Published, coordinator.State.LastRound!.Phase);
        return (await plain.ModelAsync(coordinator)).Values.ToArray();
    }

    private static async Task<string[]> NamesAsync(Federation federation) =>
        [.. (await federation.EventsAsync()).Select(e => e is StepOpened step ? step.Step : e.GetType().Name)];

    [Fact]
    public async Task A_round_asks_its_steps_one_after_another_and_ends_with_the_plain_bits()
    {
        Federation federation = With(new ToySteps());
        using Coordinator coordinator = await OpenAsync(federation);
        await coordinator.TickAsync();
        Invitation hello = (await coordinator.CheckInAsync(federation.Ids[1]))!;
        Assert.Equal((ToySteps.Hello, false), (hello.Step, hello.AsksUpdate));
        Assert.Equal(federation.Ids, hello.Asked!);
        await TakePartAsync(federation, coordinator, 2, 0, 1);
        Assert.Null(await coordinator.CheckInAsync(federation.Ids[0]));
        await TakePartAsync(federation, coordinator, 3);
        Assert.True((await coordinator.CheckInAsync(federation.Ids[0]))!.AsksUpdate);
        await TakePartAsync(federation, coordinator, 3, 2, 1, 0);
        Assert.Equal((RoundPhase.Closed, null), (coordinator.State.Round!.Phase, coordinator.State.Round.Step));
        await TakePartAsync(federation, coordinator, 0, 1, 2, 3);
        Invitation tell = (await coordinator.CheckInAsync(federation.Ids[3]))!;
        Assert.Equal(ToySteps.Tell, tell.Step);
        Assert.Equal(federation.Ids, tell.Included!);
        await TakePartAsync(federation, coordinator, 3, 1);
        Assert.Equal(RoundPhase.Published, coordinator.State.LastRound!.Phase);
        Assert.Equal(await PlainAsync(0, 1, 2, 3), (await federation.ModelAsync(coordinator)).Values.ToArray());
        string[] names = await NamesAsync(federation);
        Assert.Equal(
        [
            "RunStarted", "RoundOpened", "toy-hello", .. Enumerable.Repeat("StepAnswered", 4), "update",
            .. Enumerable.Repeat("UpdateReceived", 4), "RoundClosed", .. Enumerable.Repeat("KeeperAnswered", 4), "toy-tell",
            "KeeperAnswered", "KeeperAnswered", "ModelPublished",
        ], names);
    }

    [Fact]
    public async Task Whoever_is_silent_in_a_step_has_left_when_it_ends_and_the_others_go_on()
    {
        Federation federation = With(new ToySteps());
        using Coordinator coordinator = await OpenAsync(federation);
        await TakePartAsync(federation, coordinator, 0, 1, 3);
        federation.Clock.Advance(_longest);
        await coordinator.TickAsync();
        Assert.Equal(DropReason.Deadline, coordinator.State.Round!.Dropped[federation.Ids[2]]);
        federation.Clock.Advance(_longest - Federation.Minute); // the update has as long again
        await TakePartAsync(federation, coordinator, 0, 1, 2, 3);
        await TakePartAsync(federation, coordinator, 0, 3);
        Assert.Equal((RoundPhase.Closed, null), (coordinator.State.Round!.Phase, coordinator.State.Round.Step));
        federation.Clock.Advance(_longest);
        await coordinator.TickAsync();
        Assert.Equal(ToySteps.Tell, coordinator.State.Round.Step);
        Assert.Equal(DropReason.Deadline, coordinator.State.Round.LostKeepers[federation.Ids[1]]);
        Assert.Null(await coordinator.CheckInAsync(federation.Ids[1]));
        await TakePartAsync(federation, coordinator, 0, 3);
        Assert.Equal(await PlainAsync(0, 1, 3), (await federation.ModelAsync(coordinator)).Values.ToArray());
    }

    [Fact]
    public async Task With_too_few_left_nobody_is_asked_for_an_update()
    {
        Federation federation = With(new ToySteps(Minimum: 3));
        using Coordinator coordinator = await OpenAsync(federation);
        await TakePartAsync(federation, coordinator, 0, 1);
        federation.Clock.Advance(_longest);
        await coordinator.TickAsync();
        Assert.Equal(ProblemCodes.TooFewUpdates, coordinator.State.Failure!.Code);
        Assert.Equal(
            [DropReason.Unopened, DropReason.Unopened, DropReason.Deadline, DropReason.Deadline],
            federation.Ids.Select(id => coordinator.State.LastRound!.Dropped[id]));
        Assert.Empty((await federation.EventsAsync()).OfType<StepOpened>().Last(step => step.Round.Number == 1).Asked);
    }

    [Fact]
    public async Task One_group_that_becomes_too_small_does_not_stop_another()
    {
        Federation federation = With(new ToySteps { GroupSize = 2 });
        using Coordinator coordinator = await OpenAsync(federation);
        await TakePartAsync(federation, coordinator, 0, 2, 3);
        await coordinator.DeclineAsync(coordinator.State.Round!.Id, federation.Ids[1], DropReason.Unavailable);
        Assert.True(coordinator.State.Round.AsksUpdate);
        Assert.Equal(DropReason.Unopened, coordinator.State.Round.Dropped[federation.Ids[0]]);
        for (int step = 0; step < 3; step++) await TakePartAsync(federation, coordinator, 2, 3);
        Assert.Equal(RoundPhase.Published, coordinator.State.LastRound!.Phase);
    }

    [Fact]
    public async Task A_refusal_a_wrong_answer_and_a_change_of_mind_leave_the_round()
    {
        Federation federation = With(new ToySteps { Refuses = new ClientId("client-1") });
        using Coordinator coordinator = await OpenAsync(federation);
        await TakePartAsync(federation, coordinator, 0);
        await Assert.ThrowsAsync<KeeperException>(() => TakePartAsync(federation, coordinator, 1));
        RoundId round = coordinator.State.Round!.Id;
        await _channel.PostAsync([new RoundMessage(round, ToySteps.Hello, federation.Ids[2], RoundMessage.Coordinator, "wrong"u8.ToArray())]);
        await coordinator.HearAsync();
        await coordinator.DeclineAsync(round, federation.Ids[0], DropReason.Failed); // it has answered
        Assert.Equal(
            [DropReason.Failed, DropReason.Refused, DropReason.Malformed], federation.Ids.Take(3).Select(id => coordinator.State.Round.Dropped[id]));
    }

    [Fact]
    public async Task An_update_before_its_time_is_not_taken_and_an_answer_after_it_changes_nothing()
    {
        Federation federation = With(new ToySteps());
        using Coordinator coordinator = await OpenAsync(federation);
        await coordinator.TickAsync();
        RoundId round = coordinator.State.Round!.Id;
        Assert.False((await coordinator.SubmitAsync(round, federation.Ids[0], new byte[10])).Accepted);
        Assert.Contains(federation.Ids[0], coordinator.State.Round.Waiting);
        await TakePartAsync(federation, coordinator, 0, 1, 2);
        await coordinator.DeclineAsync(round, federation.Ids[3], DropReason.Unavailable);
        await _channel.PostAsync([new RoundMessage(round, ToySteps.Hello, federation.Ids[3], RoundMessage.Coordinator, new byte[1])]);
        await coordinator.HearAsync();
        Assert.Equal(3, coordinator.State.Round.Asked.Length);
        Assert.Null(await coordinator.CheckInAsync(federation.Ids[3]));
    }

    [Fact]
    public async Task A_step_that_the_job_does_not_have_is_not_answered()
    {
        Federation federation = With(new ToySteps());
        using Coordinator coordinator = await OpenAsync(federation);
        await coordinator.TickAsync();
        Invitation invitation = (await coordinator.CheckInAsync(federation.Ids[0]))! with { Step = "toy-tell" };
        var refused = await Assert.ThrowsAsync<KeeperException>(
            () => federation.Client(0, coordinator).AnswerStepAsync(invitation).AsTask());
        Assert.Equal(ProblemCodes.StepUnknown, refused.Code);
    }

    [Fact]
    public async Task A_coordinator_that_is_killed_after_any_event_goes_on_with_the_same_round()
    {
        Federation whole = With(new ToySteps()) with { KeepsHistory = true };
        using (Coordinator coordinator = await OpenAsync(whole))
            for (int step = 0; step < 4; step++) await TakePartAsync(whole, coordinator, 0, 1, 2, 3);
        List<RunEvent> events = await whole.EventsAsync();
        float[] expected = await PlainAsync(0, 1, 2, 3);
        for (int kept = 1; kept < events.Count - 1; kept++)
        {
            Federation federation = With(new ToySteps()) with { KeepsHistory = true, Updates = new MemoryBlobStore(), Models = whole.Models };
            var channel = new MemoryRoundChannel();
            await federation.Log.AppendAsync("run", 0, events[..kept]);
            var round = new RoundId("run", 1);
            foreach (string step in (string[])[ToySteps.Hello, ToySteps.Check, ToySteps.Tell])
                await channel.PostAsync([.. (await _channel.ReadAsync(round, step, RoundMessage.Coordinator))
                    .Where(message => events[..kept].Any(e => e is StepAnswered said && said.Client == message.From && step == ToySteps.Hello
                        || e is KeeperAnswered told && told.Client == message.From && step != ToySteps.Hello))]);
            foreach (UpdateReceived update in events[..kept].OfType<UpdateReceived>())
                await federation.Updates.PutAsync(update.Body, await BodyOfAsync(update));
            using Coordinator coordinator = await Coordinator.OpenAsync(federation.Setup with { Channel = channel, LongestRound = _longest });
            for (int step = 0; step < 5 && coordinator.State.LastRound is null; step++)
                await TakePartAsync(federation, coordinator, 0, 1, 2, 3);
            Assert.Equal(RoundPhase.Published, coordinator.State.LastRound!.Phase);
            Assert.Equal(expected, (await federation.ModelAsync(coordinator)).Values.ToArray());
        }
    }

    /// <summary>The body of an update of the whole run, made again: the toy's masks are always the same.</summary>
    private async Task<ReadOnlyMemory<byte>> BodyOfAsync(UpdateReceived update)
    {
        if (_bodies.TryGetValue(update.Body, out ReadOnlyMemory<byte> known)) return known;
        Federation again = With(new ToySteps());
        using Coordinator coordinator = await Coordinator.OpenAsync(again.Setup with { Channel = new MemoryRoundChannel() });
        await TakePartAsync(again, coordinator, 0, 1, 2, 3);
        for (int i = 0; i < 4; i++)
        {
            byte[] body = await again.BodyAsync(i, coordinator);
            _bodies[BlobId.Of(body)] = body;
        }
        return _bodies[update.Body];
    }
}
