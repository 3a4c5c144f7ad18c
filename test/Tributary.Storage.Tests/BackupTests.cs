using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

public sealed class BackupTests : IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_backup_of_a_store_that_is_written_is_a_beginning_of_every_log()
    {
        const int Writers = 4;
        SqliteStore store = _stores.Open();
        var blobs = new SqliteBlobStore(store);
        SqliteEventLog<RunEvent> log = Stores.Log(store);
        byte[] content = Bytes.Numbered(1, 700_000);
        await blobs.PutAsync(BlobId.Of(content), content);
        using var enough = new CancellationTokenSource();
        long[] versions = new long[Writers];
        Task[] writing = [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                versions[writer] = await log.AppendAsync($"run {writer}", versions[writer], [Stores.Event((int)versions[writer]), Stores.Event(-1)]);
        }))];
        long[][] before = new long[3][];
        for (int i = 0; i < before.Length; i++)
        {
            before[i] = [.. versions];
            await store.BackupAsync(_stores.File($"backup {i}.db"));
        }
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        for (int i = 0; i < before.Length; i++)
        {
            await SqliteStore.RestoreAsync(_stores.File($"backup {i}.db"), _stores.File($"restored {i}.db"));
            SqliteStore restored = _stores.Open($"restored {i}.db");
            Assert.Equal(content, (await new SqliteBlobStore(restored).GetAsync(BlobId.Of(content))).ToArray());
            for (int writer = 0; writer < Writers; writer++)
            {
                List<RunEvent> copied = await Stores.Log(restored).ReadAsync($"run {writer}").ToListAsync();
                Assert.InRange(copied.Count, before[i][writer], versions[writer]);
                Assert.Equal(0, copied.Count % 2);
                Assert.Equal(await log.ReadAsync($"run {writer}").Take(copied.Count).ToListAsync(), copied);
            }
        }
        Assert.DoesNotContain(Directory.GetFiles(_stores.Folder), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_never_replaces_a_file()
    {
        SqliteStore store = _stores.Open();
        File.WriteAllText(_stores.File("precious"), "keep me");
        File.WriteAllText(_stores.File("lost.db-wal"), "writes of a store that was moved away");
        await store.BackupAsync(_stores.File("backup.db"));
        Assert.Equal(ProblemCodes.StorageExists, await Stores.CodeAsync(() => store.BackupAsync(_stores.File("precious"))));
        Assert.Equal(ProblemCodes.StorageExists, await Stores.CodeAsync(() => store.BackupAsync(_stores.File("backup.db"))));
        Assert.Equal(ProblemCodes.StorageExists, await Stores.CodeAsync(() => SqliteStore.RestoreAsync(_stores.File("backup.db"), store.Path)));
        Assert.Equal(ProblemCodes.StorageExists, await Stores.CodeAsync(() => SqliteStore.RestoreAsync(_stores.File("backup.db"), _stores.File("lost.db"))));
        Assert.Equal("keep me", File.ReadAllText(_stores.File("precious")));
    }

    [Fact]
    public async Task A_copy_that_fails_or_is_cancelled_leaves_nothing_behind()
    {
        SqliteStore store = _stores.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.BackupAsync(_stores.File("backup.db"), new CancellationToken(canceled: true)));
        Assert.Equal(ProblemCodes.StorageUnavailable, await Stores.CodeAsync(() => store.BackupAsync(_stores.File("missing/backup.db"))));
        Assert.Equal(ProblemCodes.StorageUnavailable, await Stores.CodeAsync(() => SqliteStore.RestoreAsync(_stores.File("no.db"), _stores.File("new.db"))));
        Assert.DoesNotContain(Directory.GetFiles(_stores.Folder), path => !path.StartsWith(store.Path, StringComparison.Ordinal));
    }
}
