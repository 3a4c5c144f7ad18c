using Tributary.Core;

namespace Tributary.Field.Tests;

/// <summary>A link that breaks every 256 KiB carries a round with a model of 64 MB, and loses at most one window at each break.</summary>
[Collection("Faults")]
public sealed class LinkTests
{
    private const int Every = 256 << 10, Window = 64 << 10;

    // What a connection carries beside content: a handshake with two certificates, headers, frames and records.
    private const int Beside = 12 << 10;

    [Theory(Timeout = 900_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_round_is_completed_over_a_link_that_breaks_all_the_time(bool resets)
    {
        using FieldTemplate template = await FieldTemplate.CreateAsync(FieldJobs.Large(), FieldJobs.Sites[0]);
        var cuts = new RelayCuts(Every, resets);
        await using var relay = new Relay(cuts);
        using var files = new FieldCase(template, _ => relay.Address);
        await using LocalServer server = await LocalServer.StartAsync(files.Server);
        relay.Open(server.Port);
        await using (var sites = new LocalSites(files, template.Sites))
        {
            Assert.Equal(RunOutcome.Completed, await server.Finished.WaitAsync(TestContext.Current.CancellationToken));
            Assert.Empty(sites.Failures);
        }
        long up = FieldJobs.LargeBytes, down = 2L * FieldJobs.LargeBytes; // the file of the initial model, then the model of the round
        Assert.InRange(cuts.Up, up / Every, 1 + (up / (Every - Window - Beside)));
        Assert.InRange(cuts.Down, down / Every, 2 + (down / (Every - Window - Beside)));
        TestContext.Current.SendDiagnosticMessage(
            "{0} cuts up, {1} bytes lost at each; {2} down, {3} bytes lost at each",
            cuts.Up, (((long)cuts.Up * Every) - up) / cuts.Up, cuts.Down, (((long)cuts.Down * Every) - down) / cuts.Down);
    }
}
