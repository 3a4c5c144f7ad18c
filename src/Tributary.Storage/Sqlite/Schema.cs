using System.Globalization;

namespace Tributary.Storage;

/// <summary>The tables of a store, their versions, and the settings of the connection that writes.</summary>
internal static class Schema
{
    /// <summary>"TRBS": marks the file as a store of this program.</summary>
    private const int ApplicationId = 0x54524253;

    private const int PageLength = 4096; // a commit writes every page that it touches, and what is long lies elsewhere

    /// <summary>What leads from each version to the next. A migration that was released is never changed.</summary>
    private static readonly string[] _migrations =
    [
        """
        CREATE TABLE schema_version (version INTEGER NOT NULL);
        INSERT INTO schema_version VALUES (0);
        -- at: milliseconds since 1970 (UTC)
        CREATE TABLE events (
            stream TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL,
            PRIMARY KEY (stream, version)) WITHOUT ROWID;
        -- a blob has a digest, a draft has a name and a time, and what has neither is to be freed; an id is never used twice
        CREATE TABLE contents (
            id INTEGER PRIMARY KEY AUTOINCREMENT, length INTEGER NOT NULL, sha256 TEXT, draft TEXT, at INTEGER);
        CREATE UNIQUE INDEX contents_sha256 ON contents (sha256) WHERE sha256 IS NOT NULL;
        CREATE UNIQUE INDEX contents_draft ON contents (draft) WHERE draft IS NOT NULL;
        CREATE INDEX contents_discarded ON contents (id) WHERE sha256 IS NULL AND draft IS NULL;
        -- position: of the piece's first byte
        CREATE TABLE pieces (
            content INTEGER NOT NULL REFERENCES contents (id), position INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (content, position)) WITHOUT ROWID;
        """,
        """
        -- pieces that are too long for a row; at: where they are in the file of long content, which begins with the mark
        CREATE TABLE extents (
            content INTEGER NOT NULL REFERENCES contents (id), position INTEGER NOT NULL, length INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (content, position)) WITHOUT ROWID;
        CREATE TABLE content_file (mark BLOB NOT NULL);
        INSERT INTO content_file VALUES (randomblob(16));
        """,
    ];

    /// <summary>The version that this program reads and writes.</summary>
    public static int Version => _migrations.Length;

    /// <summary>Brings an opened file up to date and sets the connection up for writing.</summary>
    public static void Prepare(Connection connection, long? largestFile)
    {
        if (!IsEmpty(connection)) Check(connection);
        connection.Execute($"PRAGMA page_size={PageLength}"); // of a new file
        string? mode = connection.Text("PRAGMA journal_mode=WAL");
        if (mode != "wal") throw Failure.Unavailable(connection.Path, $"its file system allows no write-ahead log, but '{mode}' only");
        connection.Execute(
            """
            PRAGMA synchronous=FULL;
            PRAGMA foreign_keys=ON;
            PRAGMA cache_size=-4096;
            PRAGMA wal_autocheckpoint=4096;
            PRAGMA journal_size_limit=67108864;
            """);
        if (largestFile is { } bytes)
            connection.Number(string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA max_page_count={Math.Max(1, bytes / connection.Number("PRAGMA page_size"))}"));
        Migrate(connection);
    }

    /// <summary>Makes sure that the file is a store, and of a version that this program knows.</summary>
    public static void Check(Connection connection)
    {
        if (connection.Number("PRAGMA application_id") != ApplicationId)
            throw Failure.Broken(connection.Path, "a database of another program");
        long version = connection.Number("SELECT version FROM schema_version");
        if (version > Version) throw Failure.Newer(connection.Path, version);
    }

    private static bool IsEmpty(Connection connection) =>
        connection.Number("SELECT COUNT(*) FROM sqlite_schema") == 0 && connection.Number("PRAGMA application_id") == 0;

    private static void Migrate(Connection connection)
    {
        connection.Execute("BEGIN IMMEDIATE"); // of two programs that open a new file, one creates it and the other waits
        try
        {
            long version = IsEmpty(connection) ? 0 : connection.Number("SELECT version FROM schema_version");
            for (; version < Version; version++) connection.Execute(_migrations[version]);
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"UPDATE schema_version SET version={Version} WHERE version<{Version}; PRAGMA application_id={ApplicationId}; COMMIT"));
        }
        catch
        {
            if (connection.InTransaction) connection.Execute("ROLLBACK");
            throw;
        }
    }
}
