namespace Tributary.Storage;

/// <summary>Frees what has been deleted, a few pieces at a time, so that nobody waits for the deletion of something large.</summary>
internal static class Discarded
{
    private const int PiecesAtOnce = 256;

    /// <summary>Whether something is left to free.</summary>
    public static bool Any(Connection connection) => Next(connection) is not null;

    /// <summary>Frees the next pieces; false where nothing is left to free.</summary>
    public static bool FreeSome(Connection connection)
    {
        if (Next(connection) is not { } content) return false;
        using (Statement free = connection.Prepare(
            """
            DELETE FROM pieces WHERE content = ?1 AND position IN
                (SELECT position FROM pieces WHERE content = ?1 ORDER BY position LIMIT ?2)
            """))
            free.Bind(1, content).Bind(2, PiecesAtOnce).Run();
        if (connection.Changes == PiecesAtOnce) return true;
        using Statement end = connection.Prepare("DELETE FROM contents WHERE id = ?1");
        end.Bind(1, content).Run();
        return true;
    }

    private static long? Next(Connection connection)
    {
        using Statement next = connection.Prepare("SELECT id FROM contents WHERE sha256 IS NULL AND draft IS NULL LIMIT 1");
        return next.Step() ? next.Number(0) : null;
    }
}
