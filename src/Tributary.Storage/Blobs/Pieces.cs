using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Storage;

/// <summary>The table of pieces: content in bounded rows, so that a part is read and a draft grows without touching the rest.</summary>
internal static class Pieces
{
    /// <summary>The longest row; a draft's rows are as long as the pieces that its sender sends, and at most this.</summary>
    public const int Longest = 64 << 10;

    /// <summary>Adds bytes at the end of a content.</summary>
    public static void Add(Connection connection, Content content, ReadOnlySpan<byte> bytes)
    {
        for (int start = 0; start < bytes.Length; start += Longest)
        {
            using Statement insert = connection.Prepare("INSERT INTO pieces (content, position, bytes) VALUES (?1, ?2, ?3)");
            insert.Bind(1, content.Id).Bind(2, content.Length + start)
                .BindBytes(3, bytes.Slice(start, Math.Min(Longest, bytes.Length - start))).Run();
        }
    }

    /// <summary>Fills <paramref name="part"/> from <paramref name="offset"/> on.</summary>
    public static void Read(Connection connection, Content content, long offset, Span<byte> part)
    {
        if (part.IsEmpty) return;
        using Statement rows = connection.Prepare(
            """
            SELECT position, bytes FROM pieces WHERE content = ?1 AND position < ?3 AND position >=
                (SELECT position FROM pieces WHERE content = ?1 AND position <= ?2 ORDER BY position DESC LIMIT 1)
            ORDER BY position
            """);
        rows.Bind(1, content.Id).Bind(2, offset).Bind(3, offset + part.Length);
        int filled = 0;
        while (filled < part.Length && rows.Step())
        {
            ReadOnlySpan<byte> bytes = rows.Bytes(1);
            long skip = offset + filled - rows.Number(0);
            if (skip < 0 || skip >= bytes.Length) break;
            bytes = bytes[(int)skip..];
            if (bytes.Length > part.Length - filled) bytes = bytes[..(part.Length - filled)];
            bytes.CopyTo(part[filled..]);
            filled += bytes.Length;
        }
        if (filled < part.Length) throw Failure.Broken(connection.Path, $"content {content.Id} lacks bytes from {offset + filled} on");
    }

    /// <summary>The address of a content, read piece by piece; null where a piece has gone meanwhile.</summary>
    public static BlobId? Digest(SqliteStore store, Content content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long position = 0; position < content.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = store.Read(connection => Hash(connection, content, position, hash));
            if (length == 0) return null;
            position += length;
        }
        return new BlobId(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static int Hash(Connection connection, Content content, long position, IncrementalHash hash)
    {
        using Statement row = connection.Prepare("SELECT bytes FROM pieces WHERE content = ?1 AND position = ?2");
        if (!row.Bind(1, content.Id).Bind(2, position).Step()) return 0;
        ReadOnlySpan<byte> bytes = row.Bytes(0);
        hash.AppendData(bytes);
        return bytes.Length;
    }
}
