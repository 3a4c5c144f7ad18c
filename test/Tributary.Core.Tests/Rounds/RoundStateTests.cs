namespace Tributary.Core.Tests;

public sealed class RoundStateTests
{
    private static readonly ClientId s_a = new("a"), s_b = new("b");
    private static readonly RoundId s_id = new("run", 1);
    private static readonly RoundState s_open = RoundState.Open(new RoundOpened(default, s_id, "train", 0, [s_a, s_b], 2));

    [Fact]
    public void An_update_moves_its_client_from_waiting_to_received()
    {
        RoundState round = s_open.Apply(new UpdateReceived(default, s_id, s_a, BlobId.Of("u"u8), 1));
        Assert.Equal([s_b], round.Waiting);
        Assert.Equal(BlobId.Of("u"u8), round.Received[s_a]);
    }

    [Fact]
    public void What_a_client_does_after_it_has_left_changes_nothing()
    {
        RoundState dropped = s_open.Apply(new ClientDropped(default, s_id, s_a, DropReason.Refused));
        Assert.Same(dropped, dropped.Apply(new UpdateReceived(default, s_id, s_a, BlobId.Of("u"u8), 1)));
        Assert.Same(dropped, dropped.Apply(new ClientDropped(default, s_id, s_a, DropReason.Failed)));
    }

    [Fact]
    public void Closing_publishing_and_failing_are_phases()
    {
        RoundState closed = s_open.Apply(new RoundClosed(default, s_id));
        Assert.Equal(RoundPhase.Closed, closed.Phase);
        Assert.Equal(RoundPhase.Failed, closed.Apply(new RoundFailed(default, s_id, new Problem("c", "$", "m"))).Phase);
        var version = new ModelVersion(1, BlobId.Of("m"u8), BlobId.Of("o"u8));
        Assert.Equal(RoundPhase.Published, closed.Apply(new ModelPublished(default, s_id, version, new Dictionary<string, double>())).Phase);
    }
}
