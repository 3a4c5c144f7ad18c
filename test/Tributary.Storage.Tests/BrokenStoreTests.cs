using System.Runtime.Versioning;
using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

public sealed class BrokenStoreTests : IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_stays_as_it_is()
    {
        byte[] content = Bytes.Numbered(1, 20_000);
        File.WriteAllBytes(_stores.File(), content);
        Assert.Equal(ProblemCodes.StorageBroken, Stores.Code(() => _stores.Open()));
        Assert.Equal(content, File.ReadAllBytes(_stores.File()));
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_stays_as_it_is()
    {
        using (var connection = Connection.Open(_stores.File(), OpenAs.Writer)) connection.Execute("CREATE TABLE theirs (a); PRAGMA user_version=3");
        byte[] content = File.ReadAllBytes(_stores.File());
        Assert.Equal(ProblemCodes.StorageBroken, Stores.Code(() => _stores.Open()));
        Assert.Equal(content, File.ReadAllBytes(_stores.File()));
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_refused_and_neither_backed_up_nor_restored()
    {
        SqliteStore store = _stores.Open();
        await store.DisposeAsync();
        using (var connection = Connection.Open(_stores.File(), OpenAs.Writer)) connection.Execute("UPDATE schema_version SET version = 99");
        StorageException refused = Assert.Throws<StorageException>(() => _stores.Open());
        Assert.Equal(ProblemCodes.StorageVersion, refused.Code);
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ProblemCodes.StorageVersion, await Stores.CodeAsync(() => SqliteStore.RestoreAsync(_stores.File(), _stores.File("copy.db"))));
        Assert.False(File.Exists(_stores.File("copy.db")));
    }

    [Fact]
    public async Task Damaged_pages_are_an_error_and_not_a_shorter_log()
    {
        SqliteStore store = _stores.Open();
        await Stores.Log(store).AppendAsync("run", 0, [.. Enumerable.Range(0, 2000).Select(Stores.Event)]);
        await store.DisposeAsync();
        using (FileStream file = File.OpenWrite(_stores.File()))
        {
            file.Position = file.Length / 2;
            file.Write(Bytes.Numbered(1, (int)(file.Length / 3)));
        }
        SqliteEventLog<RunEvent> log = Stores.Log(_stores.Open());
        Assert.Equal(ProblemCodes.StorageBroken, await Stores.CodeAsync(async () => await log.ReadAsync("run").ToListAsync()));
        Assert.Equal(ProblemCodes.StorageBroken, await Stores.CodeAsync(() => SqliteStore.RestoreAsync(_stores.File(), _stores.File("copy.db"))));
        Assert.False(File.Exists(_stores.File("copy.db")));
    }

    [Fact]
    public async Task An_event_or_a_piece_that_is_missing_is_an_error()
    {
        SqliteStore store = _stores.Open();
        byte[] content = Bytes.Numbered(1, 600_000), half = Bytes.Numbered(2, 50_000);
        var blobs = new SqliteBlobStore(store);
        await blobs.PutAsync(BlobId.Of(content), content);
        await blobs.PutAsync(BlobId.Of(half), half);
        await Stores.Log(store).AppendAsync("run", 0, [.. Enumerable.Range(0, 300).Select(Stores.Event)]);
        using (var connection = Connection.Open(_stores.File(), OpenAs.Writer))
            connection.Execute("DELETE FROM pieces; DELETE FROM extents; DELETE FROM events WHERE version = 5");
        foreach (byte[] lost in (byte[][])[content, half])
            Assert.Equal(ProblemCodes.StorageBroken, await Stores.CodeAsync(async () => await blobs.GetAsync(BlobId.Of(lost))));
        Assert.Equal(ProblemCodes.StorageBroken, await Stores.CodeAsync(async () => await Stores.Log(store).ReadAsync("run").ToListAsync()));
    }

    [Fact]
    public void A_folder_that_does_not_exist_or_is_a_file_is_an_error()
    {
        File.WriteAllText(_stores.File("text"), "");
        Assert.Equal(ProblemCodes.StorageUnavailable, Stores.Code(() => _stores.Open("missing/store.db")));
        Assert.Equal(ProblemCodes.StorageUnavailable, Stores.Code(() => _stores.Open("text/store.db")));
        Assert.Equal(ProblemCodes.StorageUnavailable, Stores.Code(() => _stores.Open(".")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_cannot_be_written_is_an_error()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Permissions are of another kind here.");
        await _stores.Open().DisposeAsync();
        if (Environment.IsPrivilegedProcess) // permissions do not hold root back, but some folders take no file from anybody
        {
            Assert.Equal(ProblemCodes.StorageUnavailable, Stores.Code(() => SqliteStore.Open("/proc/store.db")));
            return;
        }
        File.SetUnixFileMode(_stores.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal(ProblemCodes.StorageUnavailable, Stores.Code(() => _stores.Open()));
            Assert.Equal(ProblemCodes.StorageUnavailable, Stores.Code(() => _stores.Open("new.db")));
        }
        finally
        {
            File.SetUnixFileMode(_stores.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
