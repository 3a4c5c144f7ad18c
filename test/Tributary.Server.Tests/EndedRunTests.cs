using Tributary.Core;

namespace Tributary.Server.Tests;

/// <summary>A coordinator that is killed after the last event of a run, and before it has tidied up.</summary>
public sealed class EndedRunTests
{
    [Fact]
    public async Task An_update_that_was_left_behind_is_deleted_at_the_next_start()
    {
        string job = Line.Job(cohort: 2);
        await using TestServer server = await TestServer.StartAsync();
        TestSite[] sites = [await server.EnrolAsync("site-0"), await server.EnrolAsync("site-1")];
        string run = await server.SubmitAsync(job);
        foreach (TestSite site in sites) await site.ConsentAsync(run);
        byte[] body = [];
        await Task.WhenAll(sites.Select(async (site, i) =>
        {
            Protocol.InvitationMessage invitation = await site.WorkAsync(run);
            byte[] mine = await site.BodyAsync(invitation, job, Line.Trainers[i]);
            if (i == 0) body = mine;
            await site.SendAsync(new RoundId(run, invitation.Round), mine);
        }));
        await server.UntilAsync(run, e => e is RunFinished);
        var left = BlobId.Of(body);
        await server.Store.Blobs.PutAsync(left, body);
        await server.RestartAsync();
        Assert.Null(await server.Store.Blobs.StatAsync(left));
        Assert.NotNull(await server.Store.Blobs.StatAsync((await server.StatusAsync(run)).Model!.Value));
    }
}
