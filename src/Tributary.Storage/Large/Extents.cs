namespace Tributary.Storage;

/// <summary>The table of extents: where the pieces lie that are too long for a row.</summary>
internal static class Extents
{
    /// <summary>The mark that the file of long content begins with, if it is this store's.</summary>
    public static byte[] Mark(Connection connection)
    {
        using Statement row = connection.Prepare("SELECT mark FROM content_file");
        return row.Step() ? row.Bytes(0).ToArray() : throw Failure.Broken(connection.Path, "its file of long content has no mark");
    }

    public static IReadOnlyList<Extent> List(Connection connection)
    {
        var extents = new List<Extent>();
        using Statement rows = connection.Prepare("SELECT at, length FROM extents");
        while (rows.Step()) extents.Add(new Extent(rows.Number(0), rows.Number(1)));
        return extents;
    }

    /// <summary>Adds an extent at the end of a content.</summary>
    public static void Add(Connection connection, Content content, Extent extent)
    {
        using Statement insert = connection.Prepare("INSERT INTO extents (content, position, length, at) VALUES (?1, ?2, ?3, ?4)");
        insert.Bind(1, content.Id).Bind(2, content.Length).Bind(3, extent.Length).Bind(4, extent.At).Run();
    }

    /// <summary>Fills <paramref name="part"/> from <paramref name="offset"/> on as far as extents follow each other.</summary>
    /// <returns>How much was filled.</returns>
    public static int Read(Connection connection, LargeFile file, Content content, long offset, Span<byte> part)
    {
        using Statement rows = connection.Prepare(
            """
            SELECT position, length, at FROM extents WHERE content = ?1 AND position < ?3 AND position >=
                (SELECT position FROM extents WHERE content = ?1 AND position <= ?2 ORDER BY position DESC LIMIT 1)
            ORDER BY position
            """);
        rows.Bind(1, content.Id).Bind(2, offset).Bind(3, offset + part.Length);
        int filled = 0;
        while (filled < part.Length && rows.Step())
        {
            long skip = offset + filled - rows.Number(0), rest = rows.Number(1) - skip;
            if (skip < 0 || rest <= 0) break;
            Span<byte> piece = part.Slice(filled, (int)Math.Min(rest, part.Length - filled));
            file.Read(connection, rows.Number(2) + skip, piece);
            filled += piece.Length;
        }
        return filled;
    }

    /// <summary>Forgets where the pieces of a content lie.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="content">Its number.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="freed">Takes the extents; they are free when nobody can see them any more.</param>
    public static int Remove(Connection connection, long content, int most, ICollection<Extent> freed)
    {
        var positions = new List<long>();
        using (Statement rows = connection.Prepare(
            "SELECT position, length, at FROM extents WHERE content = ?1 ORDER BY position LIMIT ?2"))
        {
            rows.Bind(1, content).Bind(2, most);
            while (rows.Step())
            {
                positions.Add(rows.Number(0));
                freed.Add(new Extent(rows.Number(2), rows.Number(1)));
            }
        }
        foreach (long position in positions)
        {
            using Statement remove = connection.Prepare("DELETE FROM extents WHERE content = ?1 AND position = ?2");
            remove.Bind(1, content).Bind(2, position).Run();
        }
        return positions.Count;
    }
}
