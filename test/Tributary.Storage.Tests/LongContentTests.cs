using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

/// <summary>Content that lies beside the store.</summary>
public sealed class LongContentTests : IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Room_is_not_used_again_while_a_reader_of_an_older_state_may_look_there()
    {
        SqliteStore store = _stores.Open(options: new SqliteStoreOptions { LargestFile = 1 << 20 });
        var blobs = new SqliteBlobStore(store);
        byte[] old = Bytes.Numbered(1, 600_000), late = Bytes.Numbered(2, 600_000), found = new byte[old.Length];
        await blobs.PutAsync(BlobId.Of(old), old);
        using Connection reader = Connection.Open(store.Path, OpenAs.Reader), other = Connection.Open(store.Path, OpenAs.Writer);
        reader.Execute("BEGIN");
        Content content = Contents.Find(reader, BlobId.Of(old))!.Value;
        await blobs.DeleteAsync(BlobId.Of(old));
        await store.WriteAsync(_ => 0, 0, durable: false, default); // the writer has freed it
        store.Space.Reclaim(other, wait: false);
        Assert.Null(store.Space.Take(late.Length));
        Pieces.Read(reader, store.File, content, 0, found);
        Assert.Equal(old, found);
        reader.Execute("COMMIT");
        await blobs.PutAsync(BlobId.Of(late), late);
        Assert.Equal(late, (await blobs.GetAsync(BlobId.Of(late))).ToArray());
    }

    [Fact]
    public async Task A_backup_needs_no_second_file_and_its_restored_store_none_of_another()
    {
        SqliteStore store = _stores.Open();
        var blobs = new SqliteBlobStore(store);
        byte[] content = Bytes.Numbered(1, 700_000), half = Bytes.Numbered(2, 300_000), late = Bytes.Numbered(3, 900_000);
        await blobs.PutAsync(BlobId.Of(content), content);
        await blobs.AppendAsync("site", 0, half.AsMemory(0, 200_000));
        await store.BackupAsync(_stores.File("backup.db"));
        await blobs.DeleteAsync(BlobId.Of(content));
        await blobs.PutAsync(BlobId.Of(late), late);
        await store.DisposeAsync();

        File.Move(store.Path, _stores.File("lost.db")); // and what was beside it stays
        await SqliteStore.RestoreAsync(_stores.File("backup.db"), store.Path);
        SqliteStore restored = _stores.Open();
        blobs = new SqliteBlobStore(restored);
        Assert.Equal(content, (await blobs.GetAsync(BlobId.Of(content))).ToArray());
        Assert.Null(await blobs.StatAsync(BlobId.Of(late)));
        await blobs.AppendAsync("site", 200_000, half.AsMemory(200_000));
        Assert.True(await blobs.SealAsync("site", BlobId.Of(half)));
        await blobs.PutAsync(BlobId.Of(late), late);
        Assert.Equal(late, (await blobs.GetAsync(BlobId.Of(late))).ToArray());
        await restored.DisposeAsync();

        // The lost store comes back, and what lies beside it is the other's now.
        File.Move(store.Path, _stores.File("restored.db"));
        File.Move(_stores.File("lost.db"), store.Path);
        blobs = new SqliteBlobStore(_stores.Open());
        Assert.Equal(ProblemCodes.StorageBroken, await Stores.CodeAsync(async () => await blobs.GetAsync(BlobId.Of(late))));
    }

    [Fact]
    public async Task A_store_without_its_long_content_says_so_and_keeps_the_rest()
    {
        SqliteStore store = _stores.Open();
        var blobs = new SqliteBlobStore(store);
        byte[] content = Bytes.Numbered(1, 700_000), late = Bytes.Numbered(2, 700_000);
        await blobs.PutAsync(BlobId.Of(content), content);
        await Stores.Log(store).AppendAsync("run", 0, [Stores.Event(0)]);
        await store.DisposeAsync();
        File.Delete($"{store.Path}-content");
        store = _stores.Open();
        blobs = new SqliteBlobStore(store);
        Assert.Single(await Stores.Log(store).ReadAsync("run").ToListAsync());
        Assert.Equal(ProblemCodes.StorageBroken, await Stores.CodeAsync(async () => await blobs.GetAsync(BlobId.Of(content))));
        Assert.Equal(ProblemCodes.StorageBroken, await Stores.CodeAsync(async () => await blobs.PutAsync(BlobId.Of(late), late)));
        Assert.Equal(ProblemCodes.StorageBroken, await Stores.CodeAsync(() => store.BackupAsync(_stores.File("backup.db"))));
    }

    [Fact]
    public async Task Of_two_programs_one_keeps_long_content_beside_the_store_and_both_read_it()
    {
        SqliteStore first = _stores.Open(), second = _stores.Open();
        SqliteBlobStore here = new(first), there = new(second);
        byte[][] contents = [.. Enumerable.Range(0, 4).Select(i => Bytes.Numbered(i, 300_000))];
        foreach ((byte[] content, int i) in contents.Select((content, i) => (content, i)))
            await (i % 2 == 0 ? here : there).PutAsync(BlobId.Of(content), content);
        foreach (byte[] content in contents)
        {
            Assert.Equal(content, (await here.GetAsync(BlobId.Of(content))).ToArray());
            Assert.Equal(content, (await there.GetAsync(BlobId.Of(content))).ToArray());
        }
        Assert.Equal(2, first.Read(Extents.List).Count);
        await first.DisposeAsync(); // now the other one may
        byte[] late = Bytes.Numbered(9, 300_000);
        await there.PutAsync(BlobId.Of(late), late);
        Assert.Equal(3, second.Read(Extents.List).Count);
        Assert.Equal(contents[0], (await there.GetAsync(BlobId.Of(contents[0]))).ToArray());
    }

    [Fact]
    public async Task Room_is_used_again_without_a_bound_too()
    {
        SqliteStore store = _stores.Open();
        var blobs = new SqliteBlobStore(store);
        for (int i = 0; i < 100; i++)
        {
            byte[] content = Bytes.Numbered(i, 1 << 20);
            await blobs.PutAsync(BlobId.Of(content), content);
            await blobs.DeleteAsync(BlobId.Of(content));
        }
        Assert.InRange(new FileInfo(store.File.Path).Length, 0, 20 << 20);
    }

    [Fact]
    public async Task A_store_of_the_first_version_is_brought_up_to_date_with_its_content()
    {
        byte[] content = Bytes.Numbered(1, 700_000), late = Bytes.Numbered(2, 700_000);
        SqliteStore old = _stores.Open();
        await old.WriteAsync(
            connection =>
            {
                Contents.Put(connection, BlobId.Of(content), new Piece(content)); // rows, as it was
                connection.Execute("DROP TABLE extents; DROP TABLE content_file; UPDATE schema_version SET version = 1");
                return 0;
            },
            0, durable: true, default);
        await old.BackupAsync(_stores.File("backup.db"));
        await old.DisposeAsync();
        await SqliteStore.RestoreAsync(_stores.File("backup.db"), _stores.File("restored.db"));
        foreach (string name in (string[])["store.db", "restored.db"])
        {
            var blobs = new SqliteBlobStore(_stores.Open(name));
            await blobs.PutAsync(BlobId.Of(late), late);
            Assert.Equal(content, (await blobs.GetAsync(BlobId.Of(content))).ToArray());
            Assert.Equal(late, (await blobs.GetAsync(BlobId.Of(late))).ToArray());
        }
    }
}
