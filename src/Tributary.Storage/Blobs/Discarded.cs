namespace Tributary.Storage;

/// <summary>Frees what has been deleted, a few pieces at a time, so that nobody waits for the deletion of something large.</summary>
internal static class Discarded
{
    private const int PiecesAtOnce = 256, ContentsAtOnce = 64;

    /// <summary>Whether something is left to free.</summary>
    public static bool Any(Connection connection) => Next(connection) is not null;

    /// <summary>Frees the next pieces.</summary>
    /// <returns>The room in the file of long content that they took: free when nobody can see it any more.</returns>
    public static IReadOnlyCollection<Extent> FreeSome(Connection connection)
    {
        var freed = new List<Extent>();
        int left = PiecesAtOnce;
        for (int contents = 0; contents < ContentsAtOnce && left > 0 && Next(connection) is { } content; contents++)
        {
            left -= Extents.Remove(connection, content, left, freed);
            if (left <= 0) break;
            using (Statement free = connection.Prepare(
                """
                DELETE FROM pieces WHERE content = ?1 AND position IN
                    (SELECT position FROM pieces WHERE content = ?1 ORDER BY position LIMIT ?2)
                """))
                free.Bind(1, content).Bind(2, left).Run();
            left -= connection.Changes;
            if (left <= 0) break;
            using Statement end = connection.Prepare("DELETE FROM contents WHERE id = ?1");
            end.Bind(1, content).Run();
        }
        return freed;
    }

    private static long? Next(Connection connection)
    {
        using Statement next = connection.Prepare("SELECT id FROM contents WHERE sha256 IS NULL AND draft IS NULL LIMIT 1");
        return next.Step() ? next.Number(0) : null;
    }
}
