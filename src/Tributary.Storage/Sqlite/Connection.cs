using SQLitePCL;

namespace Tributary.Storage;

/// <summary>A connection to a SQLite file with its prepared statements; one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private const int WaitMilliseconds = 5000;

    private readonly sqlite3 _database;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    static Connection() => Batteries_V2.Init();

    private Connection(string path, sqlite3 database)
    {
        Path = path;
        _database = database;
    }

    public string Path { get; }

    /// <summary>Whether a transaction is open; SQLite may end one by itself when something fails.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>The number of rows that the last statement inserted, updated or deleted.</summary>
    public int Changes => raw.sqlite3_changes(_database);

    public long LastRow => raw.sqlite3_last_insert_rowid(_database);

    public static Connection Open(string path, OpenAs purpose)
    {
        // A connection is used by one thread at a time, so SQLite need not lock it.
        int flags = raw.SQLITE_OPEN_NOMUTEX
            | (purpose == OpenAs.Writer ? raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE : raw.SQLITE_OPEN_READONLY);
        int code = raw.sqlite3_open_v2(path, out sqlite3 database, flags, null);
        var connection = new Connection(path, database);
        if (code == raw.SQLITE_OK)
        {
            raw.sqlite3_extended_result_codes(database, 1);
            raw.sqlite3_busy_timeout(database, WaitMilliseconds);
            if (purpose == OpenAs.Reader) connection.Execute("PRAGMA cache_size=-256"); // there may be many, and the system has the pages
            return connection;
        }
        StorageException failure = connection.Failed(code);
        connection.Dispose();
        throw failure;
    }

    /// <summary>A statement, compiled once for this connection; disposing it makes it ready for the next use.</summary>
    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out Statement? statement)) return statement;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt compiled));
        return _statements[sql] = new Statement(this, compiled);
    }

    /// <summary>Runs one statement or several, without parameters or results.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_database, sql));

    /// <summary>The first value of the first row.</summary>
    public string? Text(string sql)
    {
        using Statement statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>The first value of the first row; zero where there is none.</summary>
    public long Number(string sql)
    {
        using Statement statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    /// <summary>Reads several times from one state of the file.</summary>
    public T Snapshot<T>(Func<Connection, T> read)
    {
        using (Statement begin = Prepare("BEGIN")) begin.Run();
        try
        {
            return read(this);
        }
        finally
        {
            if (InTransaction) using (Statement end = Prepare("COMMIT")) end.Run();
        }
    }

    /// <summary>
    /// Brings what was committed into the file and to the disk, as far as no reader of an older state needs what is there.
    /// </summary>
    /// <param name="wait">Whether to wait for such readers, as long as for a lock.</param>
    /// <returns>Whether that was everything: then nobody reads an older state, and no loss of power brings one back.</returns>
    public bool Checkpoint(bool wait)
    {
        int code = raw.sqlite3_wal_checkpoint_v2(
            _database, null, wait ? raw.SQLITE_CHECKPOINT_FULL : raw.SQLITE_CHECKPOINT_PASSIVE, out int logged, out int taken);
        if ((code & 0xff) == raw.SQLITE_BUSY) return false;
        Check(code);
        return logged >= 0 && logged == taken; // less than nothing: not opened yet
    }

    /// <summary>Stops what another thread runs on this connection.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_database);

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw Failed(code);
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values) statement.Close();
        _statements.Clear();
        _database.Dispose();
    }

    private StorageException Failed(int code) => Failure.Of(code, Path, raw.sqlite3_errmsg(_database).utf8_to_string());
}
