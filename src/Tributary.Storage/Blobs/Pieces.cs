using System.Buffers;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Storage;

/// <summary>
/// The table of pieces: content in bounded rows, so that a part is read and a draft grows without touching the rest. Pieces that are longer
/// than a row lie in a file of their own, and a table of extents says where.
/// </summary>
internal static class Pieces
{
    /// <summary>The longest row; a draft's rows are as long as the pieces that its sender sends, and at most this.</summary>
    public const int Longest = 64 << 10;

    private const int AtOnce = 256 << 10;

    /// <summary>Adds bytes at the end of a content.</summary>
    public static void Add(Connection connection, Content content, Piece piece)
    {
        if (piece.Place is { } place) Extents.Add(connection, content, place);
        else Add(connection, content, piece.Bytes.Span);
    }

    /// <summary>Fills <paramref name="part"/> from <paramref name="offset"/> on; in a transaction.</summary>
    public static void Read(Connection connection, LargeFile file, Content content, long offset, Span<byte> part)
    {
        for (int filled = 0; filled < part.Length;)
        {
            Span<byte> rest = part[filled..];
            int read = Extents.Read(connection, file, content, offset + filled, rest);
            if (read == 0) read = ReadRows(connection, content, offset + filled, rest);
            if (read == 0) throw Failure.Broken(connection.Path, $"content {content.Id} lacks bytes from {offset + filled} on");
            filled += read;
        }
    }

    /// <summary>The address of a content, read bit by bit; null where it has been forgotten meanwhile.</summary>
    public static BlobId? Digest(SqliteStore store, Content content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(AtOnce);
        try
        {
            for (long position = 0; position < content.Length;)
            {
                cancellation.ThrowIfCancellationRequested();
                int length = (int)Math.Min(AtOnce, content.Length - position);
                bool there = store.Read(connection => connection.Snapshot(snapshot =>
                {
                    if (!Contents.IsThere(snapshot, content)) return false;
                    Read(snapshot, store.File, content, position, bytes.AsSpan(0, length));
                    return true;
                }));
                if (!there) return null;
                hash.AppendData(bytes, 0, length);
                position += length;
            }
            return new BlobId(Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Adds bytes at the end of a content as rows.</summary>
    public static void Add(Connection connection, Content content, ReadOnlySpan<byte> bytes)
    {
        for (int start = 0; start < bytes.Length; start += Longest)
        {
            using Statement insert = connection.Prepare("INSERT INTO pieces (content, position, bytes) VALUES (?1, ?2, ?3)");
            insert.Bind(1, content.Id).Bind(2, content.Length + start)
                .BindBytes(3, bytes.Slice(start, Math.Min(Longest, bytes.Length - start))).Run();
        }
    }

    /// <summary>Fills <paramref name="part"/> from <paramref name="offset"/> on as far as rows follow each other.</summary>
    private static int ReadRows(Connection connection, Content content, long offset, Span<byte> part)
    {
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
        return filled;
    }
}
