namespace Tributary.Storage;

/// <summary>One file that holds event logs and blobs, durably; any number of threads.</summary>
/// <remarks>
/// One thread writes. It takes every operation that waits into one transaction, so that callers share the wait for the disk. Reads are done
/// on the caller's thread, beside the writer and beside each other. See <c>docs/concepts/storage.md</c>.
/// </remarks>
public sealed class SqliteStore : IAsyncDisposable
{
    private readonly Readers _readers;
    private readonly Writer _writer;

    private SqliteStore(string path, Writer writer, TimeProvider clock)
    {
        Path = path;
        Clock = clock;
        _writer = writer;
        _readers = new Readers(path);
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>What has been written since the store was opened.</summary>
    public StorageCounters Counters => _writer.Counters;

    internal TimeProvider Clock { get; }

    /// <summary>Opens a store, and creates it where there is no file; its folder must exist.</summary>
    /// <exception cref="StorageException">The file cannot be opened, is no store or a damaged one, or is of a newer program.</exception>
    public static SqliteStore Open(string path, SqliteStoreOptions? options = null)
    {
        options ??= new SqliteStoreOptions();
        path = System.IO.Path.GetFullPath(path);
        var connection = Connection.Open(path, OpenAs.Writer);
        try
        {
            Schema.Prepare(connection, options.LargestFile);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        return new SqliteStore(path, new Writer(connection), options.Clock);
    }

    /// <summary>Copies the store as it is at one moment to a new file; readers and writers go on meanwhile.</summary>
    /// <param name="path">Where; nothing is there until the copy is complete and on the disk.</param>
    /// <param name="cancellation">Gives the copy up, and leaves nothing behind.</param>
    /// <exception cref="StorageException">There is such a file already, or it cannot be written.</exception>
    public Task BackupAsync(string path, CancellationToken cancellation = default) =>
        Task.Run(() => StoreCopy.Write(Path, path, whole: false, cancellation), cancellation);

    /// <summary>Makes a store from a backup, after checking every page of it.</summary>
    /// <param name="backup">A file that <see cref="BackupAsync"/> wrote; it stays as it is.</param>
    /// <param name="target">The new store's path.</param>
    /// <param name="cancellation">Gives up, and leaves nothing behind.</param>
    /// <exception cref="StorageException">There is a store at the target, or the backup is damaged, no store, or too new.</exception>
    public static Task RestoreAsync(string backup, string target, CancellationToken cancellation = default) =>
        Task.Run(() => StoreCopy.Write(System.IO.Path.GetFullPath(backup), target, whole: true, cancellation), cancellation);

    /// <summary>Does what waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DrainAsync();
        _readers.Dispose();
        _writer.Close();
    }

    /// <summary>Does <paramref name="work"/> in a transaction with other operations, all of it or nothing.</summary>
    /// <param name="work">May be called again, if what it was done with could not be committed.</param>
    /// <param name="bytes">About how much it writes.</param>
    /// <param name="durable">Whether it must outlive a loss of power, and not the process only.</param>
    /// <param name="cancellation">Cancels the operation while it waits for its turn.</param>
    internal ValueTask<T> WriteAsync<T>(Func<Connection, T> work, long bytes, bool durable, CancellationToken cancellation) =>
        _writer.DoAsync(work, bytes, durable, cancellation);

    internal T Read<T>(Func<Connection, T> read) => _readers.Read(read);
}
