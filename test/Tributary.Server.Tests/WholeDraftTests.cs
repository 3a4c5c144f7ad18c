using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>A coordinator that is killed after the last byte of an upload has come, and before it has been checked.</summary>
public sealed class WholeDraftTests
{
    [Fact]
    public async Task An_update_of_which_every_byte_had_arrived_is_taken_by_the_next_process()
    {
        string job = Line.Job();
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(job);
        await site.ConsentAsync(run);
        InvitationMessage invitation = await site.WorkAsync(run);
        byte[] body = await site.BodyAsync(invitation, job, Line.Trainers[0]);
        var round = new RoundId(run, invitation.Round);
        await server.Store.Drafts.AppendAsync(RoundUploads.DraftOf(round, "berlin", BlobId.Of(body)), 0, body);
        Assert.True((await site.SendAsync(round, body)).Accepted);
    }

    [Fact]
    public async Task A_large_model_of_which_every_byte_had_arrived_is_taken_too()
    {
        byte[] file = Line.ModelFile();
        byte[] large = [.. file, .. new byte[200_000]];
        await using TestServer server = await TestServer.StartAsync();
        var blob = BlobId.Of(large);
        await server.Store.Drafts.AppendAsync($"upload/rosa/{blob}", 0, large);
        await new BlobTransfer(server.Researcher).UploadAsync(Routes.Upload(blob), large);
        Assert.Equal(large.Length, await server.Store.Blobs.StatAsync(blob));
    }
}
