namespace Tributary.Protocol.Tests;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData("http://coordinator.example/")]
    [InlineData("ftp://localhost/")]
    public void Nothing_travels_in_the_clear_beyond_this_machine(string address)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new CoordinatorConnection(new ConnectionOptions { Coordinator = new Uri(address) }));
        Assert.Contains("is not https", refusal.Message);
    }

    [Fact]
    public async Task A_coordinator_that_is_not_there_is_tried_again_and_then_named()
    {
        using var connection = new CoordinatorConnection(new ConnectionOptions { Coordinator = new Uri("http://127.0.0.1:9/"), Attempts = 2 });
        UnreachableException failure = await Assert.ThrowsAsync<UnreachableException>(
            () => connection.GetAsync(Routes.Service, ProtocolJson.Default.ServiceMessage, TestContext.Current.CancellationToken));
        Assert.Contains("could not be reached in 2 attempts", failure.Message);
    }

    [Fact]
    public void Names_in_paths_are_escaped()
    {
        Assert.Equal("/v1/runs/a%2F..%2Fb", Routes.Run("a/../b"));
        Assert.Equal("/v1/runs/r/rounds/3/mail/a%20b", Routes.Mail(new Core.RoundId("r", 3), "a b"));
    }
}
