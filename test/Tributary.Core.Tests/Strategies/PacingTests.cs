namespace Tributary.Core.Tests;

public sealed class PacingTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RoundId _round = new("test", 1);

    [Fact]
    public void All_waits_for_everyone_who_has_not_dropped()
    {
        Assert.False(new AllPacing().ShouldClose(After(received: 9, dropped: 0), _start));
        Assert.False(new AllPacing().ShouldClose(After(received: 5, dropped: 4), _start));
        Assert.True(new AllPacing().ShouldClose(After(received: 6, dropped: 4), _start));
        Assert.True(new AllPacing().ShouldClose(After(received: 10, dropped: 0), _start));
    }

    [Fact]
    public void Count_closes_when_enough_have_come_or_nobody_is_left()
    {
        var pacing = new CountPacing { Count = 6 };
        Assert.False(pacing.ShouldClose(After(received: 5, dropped: 4), _start));
        Assert.True(pacing.ShouldClose(After(received: 6, dropped: 0), _start));
        Assert.True(pacing.ShouldClose(After(received: 5, dropped: 5), _start));
    }

    [Fact]
    public void Fraction_is_of_the_updates_that_are_wanted_not_of_those_invited()
    {
        var pacing = new FractionPacing { Fraction = 0.75 };
        Assert.False(pacing.ShouldClose(After(received: 5, dropped: 0), _start));
        Assert.True(pacing.ShouldClose(After(received: 6, dropped: 0), _start)); // of eight wanted
    }

    [Fact]
    public void A_round_that_has_heard_of_nobody_stays_open() =>
        Assert.False(new FractionPacing { Fraction = 0.5 }.ShouldClose(After(0, 0) with { Wanted = 0 }, _start));

    [Theory]
    [InlineData(1, 10, 10)]
    [InlineData(1.1, 10, 11)]
    [InlineData(1.3, 10, 13)]
    [InlineData(1.25, 3, 4)]
    public void Over_selection_rounds_up(double factor, int wanted, int invited)
    {
        Assert.Equal(invited, new AllPacing { OverSelection = factor }.Invite(wanted));
        Assert.Equal(invited, new CountPacing { Count = 1, OverSelection = factor }.Invite(wanted));
        Assert.Equal(invited, new FractionPacing { Fraction = 1, OverSelection = factor }.Invite(wanted));
    }

    [Fact]
    public void A_deadline_is_in_seconds_and_there_need_be_none()
    {
        Assert.Equal(TimeSpan.FromMinutes(1.5), new AllPacing { DeadlineSeconds = 90 }.Deadline);
        Assert.Null(new CountPacing { Count = 1 }.Deadline);
    }

    [Fact]
    public void Every_option_out_of_range_is_a_problem_of_its_own()
    {
        Assert.Empty(Paths(new AllPacing()));
        Assert.Equal(["$.deadlineSeconds", "$.overSelection"], Paths(new AllPacing { DeadlineSeconds = 0, OverSelection = 0.9 }));
        Assert.Equal(["$.count", "$.overSelection"], Paths(new CountPacing { Count = 0, OverSelection = double.NaN }));
        Assert.Equal(["$.fraction", "$.deadlineSeconds"], Paths(new FractionPacing { Fraction = 0, DeadlineSeconds = double.PositiveInfinity }));

        static IEnumerable<string> Paths(IChecked options) => options.Check("$").Select(problem => problem.Path);
    }

    private static RoundState After(int received, int dropped)
    {
        ClientId[] cohort = [.. Enumerable.Range(0, 10).Select(i => new ClientId($"site-{i}"))];
        RoundState round = RoundState.Open(new RoundOpened(_start, _round, "train", 0, cohort, Wanted: 8));
        foreach (ClientId client in cohort.Take(received)) round = round.Apply(new UpdateReceived(_start, _round, client, new BlobId("x"), 1));
        foreach (ClientId client in cohort.Skip(received).Take(dropped)) round = round.Apply(new ClientDropped(_start, _round, client, DropReason.Unavailable));
        return round;
    }
}
