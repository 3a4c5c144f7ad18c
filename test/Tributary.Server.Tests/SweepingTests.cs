using Microsoft.Extensions.Logging.Abstractions;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tests;

namespace Tributary.Server.Tests;

/// <summary>What was begun and never finished goes by itself.</summary>
public sealed class SweepingTests
{
    private static readonly byte[] _model = Line.ModelFile(7, 8);

    [Fact]
    public async Task Unfinished_and_unnamed_uploads_are_deleted_after_a_day_and_not_before()
    {
        var clock = new FakeTime();
        var store = ServerStore.InMemory(clock);
        using var blobs = new SharedBlobs(store.Blobs);
        var brought = new BroughtModels(blobs, clock);
        await using var sweeper = new Sweeper(store, blobs, brought, new ServerLimits(), clock, NullLogger.Instance);
        BlobId unnamed = BlobId.Of(_model), named = BlobId.Of([9]);
        IBlobStore rosas = blobs.For(BroughtModels.OwnerOf("rosa"));
        await rosas.PutAsync(unnamed, _model);
        await rosas.PutAsync(named, new byte[] { 9 });
        foreach (BlobId blob in (BlobId[])[unnamed, named]) brought.Note("rosa", blob);
        await blobs.HoldAsync(named, "run/job");
        await store.Drafts.AppendAsync("upload/rosa/begun", 0, _model);

        clock.Advance(TimeSpan.FromHours(23.5));
        await store.Drafts.AppendAsync("upload/rosa/later", 0, _model);
        await sweeper.SweepAsync();
        Assert.True(brought.Has("rosa", unnamed));
        Assert.Equal(_model.Length, await store.Drafts.LengthAsync("upload/rosa/begun"));

        clock.Advance(TimeSpan.FromHours(1));
        await sweeper.SweepAsync();
        Assert.False(brought.Has("rosa", unnamed));
        Assert.Null(await store.Blobs.StatAsync(unnamed));
        Assert.NotNull(await store.Blobs.StatAsync(named));
        Assert.Equal(0, await store.Drafts.LengthAsync("upload/rosa/begun"));
        Assert.Equal(_model.Length, await store.Drafts.LengthAsync("upload/rosa/later"));
    }

    [Fact]
    public async Task The_clock_makes_it_sweep_every_hour()
    {
        var clock = new FakeTime();
        var store = ServerStore.InMemory(clock);
        var drafts = new WatchedDrafts(store.Drafts);
        using var blobs = new SharedBlobs(store.Blobs);
        await using var sweeper = new Sweeper(
            store with { Drafts = drafts }, blobs, new BroughtModels(blobs, clock), new ServerLimits(), clock, NullLogger.Instance);
        await sweeper.StartAsync(CancellationToken.None);
        Assert.Equal(clock.GetUtcNow().AddDays(-1), await drafts.Asked.Reader.ReadAsync());
        for (int hour = 0; hour < 3; hour++)
        {
            clock.Advance(TimeSpan.FromMinutes(59));
            Assert.False(drafts.Asked.Reader.TryRead(out _));
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(clock.GetUtcNow().AddDays(-1), await drafts.Asked.Reader.ReadAsync());
        }
    }

    [Fact]
    public async Task What_a_crash_left_is_deleted_at_the_start_and_what_runs_need_stays()
    {
        string job = Line.Job(rounds: 2, cohort: 2);
        await using TestServer server = await TestServer.StartAsync();
        TestSite[] sites = [await server.EnrolAsync("site-0"), await server.EnrolAsync("site-1")];
        string run = await server.SubmitAsync(job);
        foreach (TestSite site in sites) await site.ConsentAsync(run);
        InvitationMessage[] work = await Task.WhenAll(sites.Select(site => site.WorkAsync(run)));
        byte[] first = await sites[0].BodyAsync(work[0], job, Line.Trainers[0]), second = await sites[1].BodyAsync(work[1], job, Line.Trainers[1]);
        await sites[0].SendAsync(new RoundId(run, 1), first);
        await new BlobTransfer(sites[1].Connection).UploadAsync(Routes.Update(new RoundId(run, 1), BlobId.Of(second)), second); // not handed in
        await new BlobTransfer(server.Researcher).UploadAsync(Routes.Upload(BlobId.Of(_model)), _model);
        await server.RestartAsync();
        Assert.Null(await server.Store.Blobs.StatAsync(BlobId.Of(second)));
        Assert.Null(await server.Store.Blobs.StatAsync(BlobId.Of(_model)));
        Assert.NotNull(await server.Store.Blobs.StatAsync(BlobId.Of(first)));
        await Task.WhenAll(sites.Select((site, i) => site.TakePartAsync(run, job, Line.Trainers[i], i)));
        Assert.Equal("completed", (await server.StatusAsync(run)).State);
        await server.RestartAsync();
        RunMessage ended = await server.StatusAsync(run);
        Assert.NotNull(await server.Store.Blobs.StatAsync(ended.Model!.Value));
    }
}
