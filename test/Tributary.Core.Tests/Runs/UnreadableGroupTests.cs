namespace Tributary.Core.Tests;

/// <summary>A group whose sum proves unreadable when the round is closed does not take the others with it.</summary>
public sealed class UnreadableGroupTests
{
    private static readonly Federation _federation = new();

    private static Federation WithBrokenGroup() => _federation with
    {
        Log = new MemoryEventLog<RunEvent>(),
        Models = new MemoryBlobStore(),
        Updates = new MemoryBlobStore(),
        Parts = _federation.Parts with { Pipeline = new Pipeline(new Quantize { Range = 100, Bits = 16 }, new BreaksFor(_federation.Ids[0])) },
    };

    [Fact]
    public async Task Its_clients_are_dropped_and_the_other_group_makes_the_model()
    {
        Federation federation = WithBrokenGroup();
        using Coordinator coordinator = await federation.OpenAsync();
        RunState state = await federation.FinishAsync(coordinator);

        Assert.Equal(RunOutcome.Completed, state.Outcome);
        ClientDropped[] dropped = [.. (await federation.EventsAsync()).OfType<ClientDropped>()];
        Assert.Equal(federation.Ids.Take(2), dropped.Select(e => e.Client));
        Assert.All(dropped, e => Assert.Equal(DropReason.Malformed, e.Reason));
        Assert.Equal(federation.Ids.Skip(2), state.LastRound!.Received.Keys.OrderBy(id => id.Value));
    }

    [Fact]
    public async Task Replaying_the_log_gives_the_same_state()
    {
        Federation federation = WithBrokenGroup();
        using Coordinator coordinator = await federation.OpenAsync();
        RunState state = await federation.FinishAsync(coordinator);
        RunState replayed = (await federation.EventsAsync()).Aggregate(RunState.Empty, (run, e) => run.Apply(e));
        Assert.Equal(state.Model, replayed.Model);
        Assert.Equal(
            state.LastRound!.Received.OrderBy(pair => pair.Key.Value), replayed.LastRound!.Received.OrderBy(pair => pair.Key.Value));
        Assert.Equal(state.LastRound.Dropped.OrderBy(pair => pair.Key.Value), replayed.LastRound.Dropped.OrderBy(pair => pair.Key.Value));
    }

    /// <summary>Groups of two, of which the one with a certain client cannot be read.</summary>
    private sealed record BreaksFor(ClientId Client) : IStage
    {
        public string Name => "breaks";

        public PayloadKind? Takes => PayloadKind.Ring;

        public StagePlan Plan(UpdateSpec input) =>
            new(input with { GroupSize = 2 }, Decoding.Sum, _ => Unchanged.Instance, _ => new Server(Client));

        private sealed class Server(ClientId client) : IServerStage
        {
            public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation) =>
                from.Contains(client) ? throw new MalformedUpdateException("The group's sum cannot be read.") : new(input);
        }
    }
}
