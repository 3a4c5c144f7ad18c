using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

/// <summary>A folder of stores for one test; closed and deleted at its end.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteStore> _open = [];

    public string Folder => _folder.Path;

    public string File(string name = "store.db") => Path.Combine(_folder.Path, name);

    public SqliteStore Open(string name = "store.db", SqliteStoreOptions? options = null)
    {
        var store = SqliteStore.Open(File(name), options);
        _open.Add(store);
        return store;
    }

    public static SqliteEventLog<RunEvent> Log(SqliteStore store) => new(store, CoreJson.Default.RunEvent);

    public static RunEvent Event(int second) => new RoundClosed(DateTimeOffset.UnixEpoch.AddSeconds(second), new RoundId("run", 1));

    /// <summary>The code of the failure that <paramref name="act"/> ends in.</summary>
    public static async Task<string> CodeAsync(Func<Task> act) => (await Assert.ThrowsAsync<StorageException>(act)).Code;

    public static string Code(Action act) => Assert.Throws<StorageException>(act).Code;

    public async ValueTask DisposeAsync()
    {
        foreach (SqliteStore store in _open) await store.DisposeAsync();
        _folder.Dispose();
    }
}
