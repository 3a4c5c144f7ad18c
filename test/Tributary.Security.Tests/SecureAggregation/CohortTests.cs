namespace Tributary.Security.Tests;

/// <summary>Cohorts from a few clients to a thousand, whole or in groups.</summary>
public sealed class CohortTests
{
    [Theory]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    [InlineData(64, 10)]
    [InlineData(1000, 3)]
    public async Task Cohorts_of_any_size_open(int clients, int committee)
    {
        var round = new SecureRound(clients, new SecAgg { Committee = committee });
        int[] sent = [.. Enumerable.Range(0, clients).Where(client => client % 7 != 3)];
        await round.SendAsync(sent);
        Assert.Equal(committee, round.Committee.Count);
        for (int i = 0; i < (2 * committee / 3) + 1; i++) await round.KeepAsync(round.Clients.ToList().IndexOf(round.Committee[^(i + 1)]), sent);
        Assert.Equal(await round.PlainAsync(sent), await round.CloseAsync());
    }

    [Fact]
    public async Task Groups_open_by_themselves_and_one_that_does_not_costs_its_own_members()
    {
        var round = new SecureRound(9, new SecAgg { GroupSize = 3 });
        int[] all = [.. Enumerable.Range(0, 9)];
        await round.SendAsync(all);
        foreach (int keeper in all.Where(keeper => keeper != 4)) await round.KeepAsync(keeper, all);
        Assert.False((await round.HearAsync()).IsReady);
        Assert.Equal(await round.PlainAsync([0, 1, 2, 6, 7, 8]), await round.CloseAsync());
        Assert.Equal(["site-3", "site-4", "site-5"], round.Server.Unopened.Select(client => client.Value));
    }
}
