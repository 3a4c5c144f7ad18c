namespace Tributary.Storage;

/// <summary>Makes a copy of a store that needs no second file: what the source keeps beside it becomes rows.</summary>
internal static class LongContent
{
    /// <summary>Moves long content into a copy.</summary>
    /// <param name="copy">The copy; nobody else has it open.</param>
    /// <param name="source">A reader of the source, of a state not younger than the copy.</param>
    /// <param name="file">Where the source's long content is.</param>
    /// <param name="cancellation">Gives up.</param>
    public static void MoveIn(string copy, Connection source, LargeFile file, CancellationToken cancellation)
    {
        using var connection = Connection.Open(copy, OpenAs.Writer);
        connection.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF"); // a copy is complete or thrown away
        if (connection.Number("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'extents'") == 0) return; // of an older program
        connection.Execute("BEGIN");
        byte[] bytes = new byte[Pieces.Longest];
        while (Next(connection) is var (content, position, extent))
        {
            for (long moved = 0; moved < extent.Length; moved += bytes.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> part = bytes.AsSpan(0, (int)Math.Min(bytes.Length, extent.Length - moved));
                file.Read(source, extent.At + moved, part);
                Pieces.Add(connection, new Content(content, position + moved), part);
            }
            using Statement remove = connection.Prepare("DELETE FROM extents WHERE content = ?1 AND position = ?2");
            remove.Bind(1, content).Bind(2, position).Run();
        }
        // A file that the source leaves beside the copy is not the copy's.
        connection.Execute("UPDATE content_file SET mark = randomblob(16); COMMIT");
    }

    private static (long Content, long Position, Extent Extent)? Next(Connection connection)
    {
        using Statement row = connection.Prepare("SELECT content, position, length, at FROM extents LIMIT 1");
        return row.Step() ? (row.Number(0), row.Number(1), new Extent(row.Number(3), row.Number(2))) : null;
    }
}
