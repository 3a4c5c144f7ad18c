namespace Tributary.Storage;

/// <summary>The table of events: the event of version <c>n</c> is the one after which the stream has <c>n</c>.</summary>
internal static class StoredEvents
{
    private const int MostRows = 256, MostBytes = 1 << 20;

    public static long Append(Connection connection, string stream, long expectedVersion, byte[][] lines, long at)
    {
        long version = Count(connection, stream);
        if (version != expectedVersion)
            throw new InvalidOperationException(
                $"The log of '{stream}' has {version} events, and the writer has seen {expectedVersion}: somebody else writes to it. " +
                "Read what is new, and make sure that a stream has one writer.");
        foreach (byte[] line in lines)
        {
            using Statement insert = connection.Prepare("INSERT INTO events (stream, version, at, json) VALUES (?1, ?2, ?3, ?4)");
            insert.Bind(1, stream).Bind(2, ++version).Bind(3, at).BindText(4, line).Run();
        }
        return version;
    }

    public static long Count(Connection connection, string stream)
    {
        using Statement last = connection.Prepare("SELECT version FROM events WHERE stream = ?1 ORDER BY version DESC LIMIT 1");
        return last.Bind(1, stream).Step() ? last.Number(0) : 0;
    }

    /// <summary>The events after the first <paramref name="from"/>, as many as make one bite and at least one if there is one.</summary>
    public static IReadOnlyList<byte[]> Read(Connection connection, string stream, long from, long end)
    {
        var lines = new List<byte[]>();
        int bytes = 0;
        using Statement rows = connection.Prepare(
            "SELECT version, json FROM events WHERE stream = ?1 AND version > ?2 AND version <= ?3 ORDER BY version");
        rows.Bind(1, stream).Bind(2, from).Bind(3, end);
        while (lines.Count < MostRows && bytes < MostBytes && rows.Step())
        {
            if (rows.Number(0) != from + lines.Count + 1) break; // a gap, at which whoever reads on finds nothing
            lines.Add(rows.Bytes(1).ToArray());
            bytes += lines[^1].Length;
        }
        return lines;
    }
}
