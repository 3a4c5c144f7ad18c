namespace Tributary.Core.Tests;

public sealed class RoundStateTests
{
    private static readonly ClientId _a = new("a"), _b = new("b");
    private static readonly RoundId _id = new("run", 1);
    private static readonly RoundState _open = RoundState.Open(new RoundOpened(default, _id, "train", 0, [_a, _b], 2));

    [Fact]
    public void An_update_moves_its_client_from_waiting_to_received()
    {
        RoundState round = _open.Apply(new UpdateReceived(default, _id, _a, BlobId.Of("u"u8), 1));
        Assert.Equal([_b], round.Waiting);
        Assert.Equal(BlobId.Of("u"u8), round.Received[_a]);
    }

    [Fact]
    public void What_a_client_does_after_it_has_left_changes_nothing()
    {
        RoundState dropped = _open.Apply(new ClientDropped(default, _id, _a, DropReason.Refused));
        Assert.Same(dropped, dropped.Apply(new UpdateReceived(default, _id, _a, BlobId.Of("u"u8), 1)));
        Assert.Same(dropped, dropped.Apply(new ClientDropped(default, _id, _a, DropReason.Failed)));
    }

    [Fact]
    public void Closing_publishing_and_failing_are_phases()
    {
        RoundState closed = _open.Apply(new RoundClosed(default, _id));
        Assert.Equal(RoundPhase.Closed, closed.Phase);
        Assert.Equal(RoundPhase.Failed, closed.Apply(new RoundFailed(default, _id, new Problem("c", "$", "m"))).Phase);
        var version = new ModelVersion(1, BlobId.Of("m"u8), BlobId.Of("o"u8));
        Assert.Equal(RoundPhase.Published, closed.Apply(new ModelPublished(default, _id, version, new Dictionary<string, double>())).Phase);
    }

    [Fact]
    public void A_log_without_steps_asks_for_updates_and_then_its_keepers()
    {
        Assert.True(_open.AsksUpdate);
        RoundState closed = _open.Apply(new RoundClosed(default, _id, [_a], [_a, _b])).Apply(new KeeperAnswered(default, _id, _b));
        Assert.False(closed.AsksUpdate);
        Assert.Equal([_a], closed.Keepers);
        Assert.Null(closed.Step);
    }

    [Fact]
    public void A_client_may_leave_between_its_answer_and_its_update_and_not_after_that()
    {
        RoundState step = _open.Apply(new StepOpened(default, _id, "s", [_a, _b])).Apply(new StepAnswered(default, _id, _a));
        Assert.Equal([_b], step.Waiting);
        Assert.Equal(DropReason.Failed, step.Apply(new ClientDropped(default, _id, _a, DropReason.Failed)).Dropped[_a]);
        RoundState update = step.Apply(new StepOpened(default, _id, RoundState.UpdateStep, [_a]));
        Assert.Equal([_a], update.Waiting);
        RoundState received = update.Apply(new UpdateReceived(default, _id, _a, BlobId.Of("u"u8), 1));
        Assert.Same(received, received.Apply(new ClientDropped(default, _id, _a, DropReason.Failed)));
    }
}
