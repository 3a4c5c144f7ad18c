using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

public sealed class SqliteStoreTests : IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        byte[] content = Bytes.Numbered(1, 600_000), half = Bytes.Numbered(2, 300_000);
        SqliteStore first = _stores.Open();
        await Stores.Log(first).AppendAsync("run", 0, [Stores.Event(0), Stores.Event(1)]);
        var blobs = new SqliteBlobStore(first);
        await blobs.PutAsync(BlobId.Of(content), content);
        await blobs.AppendAsync("site", 0, half.AsMemory(0, 200_000));
        await first.DisposeAsync();
        // When it is closed: the store, its long content, and what is locked by whoever writes that.
        Assert.Equal([first.Path, $"{first.Path}-content", $"{first.Path}-content-lock"], Directory.GetFiles(_stores.Folder).Order(StringComparer.Ordinal));

        SqliteStore second = _stores.Open();
        blobs = new SqliteBlobStore(second);
        Assert.Equal([Stores.Event(0), Stores.Event(1)], await Stores.Log(second).ReadAsync("run").ToListAsync());
        Assert.Equal(3, await Stores.Log(second).AppendAsync("run", 2, [Stores.Event(2)]));
        Assert.Equal(content, (await blobs.GetAsync(BlobId.Of(content))).ToArray());
        Assert.Equal(200_000, await blobs.LengthAsync("site"));
        await blobs.AppendAsync("site", 200_000, half.AsMemory(200_000));
        Assert.True(await blobs.SealAsync("site", BlobId.Of(half)));
    }

    [Fact]
    public async Task Operations_that_wait_share_a_commit_and_one_that_is_refused_or_cancelled_does_not_disturb_the_others()
    {
        SqliteStore store = _stores.Open();
        SqliteEventLog<RunEvent> log = Stores.Log(store);
        using var cancellation = new CancellationTokenSource();
        using WriterAtRest rest = await WriterAtRest.OfAsync(store);
        Task<long>[] appends = [.. Enumerable.Range(0, 100).Select(i => log.AppendAsync($"run {i}", 0, [Stores.Event(i)]).AsTask())];
        Task<long> refused = log.AppendAsync("run 5", 7, [Stores.Event(0)]).AsTask();
        Task<long> cancelled = log.AppendAsync("run 6", 1, [Stores.Event(0)], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await rest.EndAsync();
        Assert.All(await Task.WhenAll(appends), version => Assert.Equal(1, version));
        await Assert.ThrowsAsync<InvalidOperationException>(() => refused);
        Assert.Equal(new StorageCounters(Operations: 101, Commits: 2, Syncs: 2), store.Counters);
        for (int i = 0; i < 100; i++) Assert.Equal([Stores.Event(i)], await log.ReadAsync($"run {i}").ToListAsync());
    }

    [Fact]
    public async Task Of_an_operation_that_fails_in_its_middle_nothing_stays()
    {
        SqliteStore store = _stores.Open();
        await Assert.ThrowsAsync<NotSupportedException>(async () => await store.WriteAsync<int>(
            connection =>
            {
                StoredEvents.Append(connection, "run", 0, ["{}"u8.ToArray()], 0);
                throw new NotSupportedException();
            },
            0, durable: true, default));
        Assert.Equal(0, store.Read(connection => StoredEvents.Count(connection, "run")));
    }

    [Fact]
    public async Task What_waits_is_done_before_the_store_closes_and_nothing_is_taken_afterwards()
    {
        SqliteStore store = _stores.Open();
        SqliteEventLog<RunEvent> log = Stores.Log(store);
        using WriterAtRest rest = await WriterAtRest.OfAsync(store);
        Task<long> append = log.AppendAsync("run", 0, [Stores.Event(0)]).AsTask();
        Task closed = store.DisposeAsync().AsTask();
        Assert.False(closed.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.AppendAsync("run", 1, [Stores.Event(1)]));
        await rest.EndAsync();
        await closed;
        Assert.Equal(1, await append);
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.ReadAsync("run").ToListAsync());
        Assert.Single(await Stores.Log(_stores.Open()).ReadAsync("run").ToListAsync());
    }

    [Fact]
    public async Task While_another_program_locks_the_store_writers_fail_and_readers_go_on()
    {
        SqliteStore store = _stores.Open();
        SqliteEventLog<RunEvent> log = Stores.Log(store);
        await log.AppendAsync("run", 0, [Stores.Event(0)]);
        await store.WriteAsync(
            connection =>
            {
                connection.Execute("PRAGMA busy_timeout=0");
                return 0;
            },
            0, durable: false, default);
        using var other = Connection.Open(store.Path, OpenAs.Writer);
        other.Execute("BEGIN IMMEDIATE");
        Task<long>[] appends = [.. Enumerable.Range(0, 20).Select(i => log.AppendAsync($"other {i}", 0, [Stores.Event(1)]).AsTask())];
        foreach (Task<long> append in appends) Assert.Equal(ProblemCodes.StorageUnavailable, await Stores.CodeAsync(() => append));
        Assert.Single(await log.ReadAsync("run").ToListAsync());
        other.Execute("ROLLBACK");
        Assert.Equal(2, await log.AppendAsync("run", 1, [Stores.Event(1)]));
    }

    [Fact]
    public async Task Two_programs_may_have_a_store_open_and_one_writer_of_a_stream_wins()
    {
        SqliteEventLog<RunEvent> here = Stores.Log(_stores.Open()), there = Stores.Log(_stores.Open());
        await here.AppendAsync("run", 0, [Stores.Event(0)]);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await there.AppendAsync("run", 0, [Stores.Event(1)]));
        await there.AppendAsync("run", 1, [Stores.Event(1)]);
        Assert.Equal([Stores.Event(0), Stores.Event(1)], await here.ReadAsync("run").ToListAsync());
    }
}
