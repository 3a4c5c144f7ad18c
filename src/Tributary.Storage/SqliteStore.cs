namespace Tributary.Storage;

/// <summary>A file that holds event logs and blobs, and one beside it for long content; durably, for any number of threads.</summary>
/// <remarks>
/// One thread writes. It takes every operation that waits into one transaction, so that callers share the wait for the disk. Reads are done
/// on the caller's thread, beside the writer and beside each other. See <c>docs/concepts/storage.md</c>.
/// </remarks>
public sealed class SqliteStore : IAsyncDisposable
{
    private readonly Readers _readers;
    private readonly Writer _writer;

    private SqliteStore(string path, Connection connection, SqliteStoreOptions options)
    {
        Path = path;
        Clock = options.Clock;
        File = new LargeFile(path);
        Space = new LargeSpace(File, options.LargestFile ?? long.MaxValue);
        _writer = new Writer(connection, File, Space);
        _readers = new Readers(path);
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>What has been written since the store was opened.</summary>
    public StorageCounters Counters => _writer.Counters;

    internal TimeProvider Clock { get; }

    /// <summary>Where long content is.</summary>
    internal LargeFile File { get; }

    /// <summary>Where there is room in it.</summary>
    internal LargeSpace Space { get; }

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
        return new SqliteStore(path, connection, options);
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

    /// <summary>Does what waits, then closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DrainAsync();
        _readers.Dispose();
        _writer.Close();
        File.Dispose();
        Space.Dispose(); // last: who gives out room next finds everything written
    }

    /// <summary>Does <paramref name="work"/> in a transaction with other operations, all of it or nothing.</summary>
    /// <param name="work">May be called again, if what it was done with could not be committed.</param>
    /// <param name="bytes">About how much it writes.</param>
    /// <param name="durable">Whether it must outlive a loss of power, and not the process only.</param>
    /// <param name="cancellation">Cancels the operation while it waits for its turn.</param>
    internal ValueTask<T> WriteAsync<T>(Func<Connection, T> work, long bytes, bool durable, CancellationToken cancellation) =>
        _writer.DoAsync(new QueuedWrite<T>(work, bytes, durable, cancellation));

    /// <summary>The same with a piece, which may have been written beside the store already: then it is on the disk first.</summary>
    internal ValueTask<T> WriteAsync<T>(
        Func<Connection, Piece, T> work, Piece piece, bool durable, CancellationToken cancellation) =>
        _writer.DoAsync(new QueuedWrite<T>(connection => work(connection, piece), piece.Bytes.Length, durable, cancellation)
        {
            NamesContent = piece.Place is not null,
        });

    /// <summary>Room for content beside the store; null where another program gives it out.</summary>
    /// <exception cref="StorageException">There is none.</exception>
    internal async ValueTask<Extent?> TakeRoomAsync(long length, CancellationToken cancellation)
    {
        if (!Space.IsMine && !await AloneAsync(Space.Begin, cancellation)) return null;
        if (Space.Take(length) is { } room) return room;
        await AloneAsync(_ => _writer.FreeAll(), cancellation);
        return Space.Take(length) ?? throw Failure.Full(File.Path, "its bound is reached");
    }

    internal T Read<T>(Func<Connection, T> read) => _readers.Read(read);

    /// <summary>Lets the writer do something between transactions.</summary>
    private ValueTask<bool> AloneAsync(Func<Connection, bool> work, CancellationToken cancellation) =>
        _writer.DoAsync(new QueuedWrite<bool>(work, 0, durable: false, cancellation) { Alone = true });
}
