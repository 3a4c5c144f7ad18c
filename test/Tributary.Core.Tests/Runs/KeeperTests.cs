using Tributary.Tensors;

namespace Tributary.Core.Tests;

/// <summary>Rounds whose sums are opened by keepers after the close.</summary>
public sealed class KeeperTests
{
    private readonly MemoryRoundChannel _channel = new();
    private readonly MemorySafe[] _safes = [new(), new(), new(), new()];

    private static Federation With(IStage stage) => new()
    {
        Rounds = 1,
        MinimumCohort = 2,
        Parts = new Federation().Parts with { Pipeline = new Pipeline(new Quantize { Bits = 16, Range = 100 }, stage) },
    };

    private Task<Coordinator> OpenAsync(Federation federation, TimeSpan? longest = null) =>
        Coordinator.OpenAsync(federation.Setup with { Channel = _channel, LongestRound = longest }).AsTask();

    private FederatedClient Client(Federation federation, int i, ICoordinator coordinator) => new(
        federation.Ids[i], coordinator, federation.Trainers[i], federation.Vaults[i], new ModelCache(LeastSquares.Layout),
        new RandomStream(3).Derive("client", i), safe: _safes[i]);

    private async Task SendAsync(Federation federation, Coordinator coordinator, params int[] clients)
    {
        await coordinator.TickAsync();
        foreach (int i in clients) await Client(federation, i, coordinator).TakePartAsync();
    }

    [Fact]
    public async Task A_round_waits_for_its_keepers_and_ends_when_they_are_enough()
    {
        Federation federation = With(new ToyKeepers()), plain = With(new PlainSum());
        using Coordinator coordinator = await OpenAsync(federation), reference = await OpenAsync(plain);
        await SendAsync(federation, coordinator, 0, 1, 2, 3);
        await SendAsync(plain, reference, 0, 1, 2, 3);
        Assert.Equal(RoundPhase.Closed, coordinator.State.Round!.Phase);
        Assert.Equal(federation.Ids.Take(3), coordinator.State.Round.Keepers.Order(Comparer<ClientId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))));
        Assert.Null(await coordinator.CheckInAsync(federation.Ids[3]));
        Assert.Equal(federation.Ids, (await coordinator.CheckInAsync(federation.Ids[1]))!.Included!);
        await SendAsync(federation, coordinator, 1);
        await coordinator.HearAsync();
        Assert.Equal(RoundPhase.Closed, coordinator.State.Round.Phase);
        await SendAsync(federation, coordinator, 2);
        await coordinator.HearAsync();
        Assert.Equal(RoundPhase.Published, coordinator.State.LastRound!.Phase);
        Assert.Equal((await plain.ModelAsync(reference)).Values.ToArray(), (await federation.ModelAsync(coordinator)).Values.ToArray());
        var closed = (await federation.EventsAsync()).OfType<RoundClosed>().Single();
        Assert.Equal(federation.Ids, closed.Included!);
        Assert.Equal(federation.Ids.Take(3), closed.Keepers!);
    }

    [Fact]
    public async Task A_keeper_that_sent_nothing_answers_too_and_one_that_leaves_is_noted()
    {
        Federation federation = With(new ToyKeepers());
        using Coordinator coordinator = await OpenAsync(federation);
        await SendAsync(federation, coordinator, 1, 2, 3);
        await coordinator.DeclineAsync(coordinator.State.Round!.Id, federation.Ids[0], DropReason.Failed);
        await coordinator.DeclineAsync(coordinator.State.Round.Id, federation.Ids[2], DropReason.Unavailable);
        await SendAsync(federation, coordinator, 0, 1);
        await coordinator.HearAsync();
        Assert.Equal(RoundPhase.Published, coordinator.State.LastRound!.Phase);
        Assert.Equal(DropReason.Unavailable, coordinator.State.LastRound.LostKeepers[federation.Ids[2]]);
        Assert.DoesNotContain(federation.Ids[0], coordinator.State.LastRound.Received.Keys);
    }

    [Fact]
    public async Task With_too_few_keepers_the_round_fails_by_name_and_nobody_is_called_malformed()
    {
        Federation federation = With(new ToyKeepers());
        using Coordinator coordinator = await OpenAsync(federation);
        await SendAsync(federation, coordinator, 0, 1, 2, 3);
        RoundId round = coordinator.State.Round!.Id;
        foreach (int i in (int[])[0, 1, 2]) await coordinator.DeclineAsync(round, federation.Ids[i], DropReason.Unavailable);
        Assert.Equal(ProblemCodes.SumNotOpened, coordinator.State.Failure!.Code);
        Assert.EndsWith("nobody has read one. The next round asks again.", coordinator.State.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(RoundPhase.Failed, coordinator.State.LastRound!.Phase);
    }

    [Fact]
    public async Task Keepers_have_as_long_as_clients_had()
    {
        Federation federation = With(new ToyKeepers());
        using Coordinator coordinator = await OpenAsync(federation, TimeSpan.FromMinutes(10));
        await SendAsync(federation, coordinator, 0, 1, 2);
        federation.Clock.Advance(TimeSpan.FromMinutes(10));
        await coordinator.TickAsync();
        Assert.Equal(RoundPhase.Closed, coordinator.State.Round!.Phase);
        federation.Clock.Advance(TimeSpan.FromMinutes(9));
        await coordinator.TickAsync();
        Assert.Equal(RoundPhase.Closed, coordinator.State.Round!.Phase);
        federation.Clock.Advance(TimeSpan.FromMinutes(1));
        await coordinator.HearAsync();
        Assert.Equal(ProblemCodes.SumNotOpened, coordinator.State.Failure!.Code);
    }

    [Fact]
    public async Task A_wrong_answer_is_noted_and_does_not_count()
    {
        Federation federation = With(new ToyKeepers());
        using Coordinator coordinator = await OpenAsync(federation);
        await SendAsync(federation, coordinator, 0, 1, 2, 3);
        RoundId round = coordinator.State.Round!.Id;
        await _channel.PostAsync([new RoundMessage(round, "toy-keepers", federation.Ids[0], RoundMessage.Coordinator, "wrong"u8.ToArray())]);
        await SendAsync(federation, coordinator, 1);
        await coordinator.HearAsync();
        Assert.Equal(DropReason.Malformed, coordinator.State.Round!.LostKeepers[federation.Ids[0]]);
        await SendAsync(federation, coordinator, 2);
        await coordinator.HearAsync();
        Assert.Equal(RoundPhase.Published, coordinator.State.LastRound!.Phase);
    }

    [Fact]
    public async Task A_coordinator_that_is_opened_again_after_the_close_waits_for_the_same_keepers()
    {
        Federation federation = With(new ToyKeepers());
        using (Coordinator before = await OpenAsync(federation))
        {
            await SendAsync(federation, before, 0, 1, 2, 3);
            await SendAsync(federation, before, 0);
            await before.HearAsync();
        }
        using Coordinator after = await OpenAsync(federation);
        Assert.Equal(RoundPhase.Closed, after.State.Round!.Phase);
        Assert.Equal(2, after.State.Round.Keepers.Count);
        await SendAsync(federation, after, 1);
        await after.HearAsync();
        Assert.Equal(RoundPhase.Published, after.State.LastRound!.Phase);
    }
}
