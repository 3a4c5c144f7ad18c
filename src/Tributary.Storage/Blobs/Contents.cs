using Tributary.Core;

namespace Tributary.Storage;

/// <summary>The table of contents, as to blobs.</summary>
internal static class Contents
{
    public static Content? Find(Connection connection, BlobId blob)
    {
        using Statement row = connection.Prepare("SELECT id, length FROM contents WHERE sha256 = ?1");
        return row.Bind(1, blob.Sha256).Step() ? new Content(row.Number(0), row.Number(1)) : null;
    }

    /// <summary>Whether a content is a blob or a draft still, and as long as it was.</summary>
    public static bool IsThere(Connection connection, Content content)
    {
        using Statement row = connection.Prepare(
            "SELECT length FROM contents WHERE id = ?1 AND (sha256 IS NOT NULL OR draft IS NOT NULL)");
        return row.Bind(1, content.Id).Step() && row.Number(0) == content.Length;
    }

    public static IReadOnlyList<BlobId> List(Connection connection)
    {
        var blobs = new List<BlobId>();
        using Statement rows = connection.Prepare("SELECT sha256 FROM contents WHERE sha256 IS NOT NULL");
        while (rows.Step()) blobs.Add(new BlobId(rows.Text(0)));
        return blobs;
    }

    /// <summary>Keeps a blob; false where it is kept already.</summary>
    public static bool Put(Connection connection, BlobId blob, Piece content)
    {
        if (Find(connection, blob) is not null) return false;
        using (Statement insert = connection.Prepare("INSERT INTO contents (length, sha256) VALUES (?1, ?2)"))
            insert.Bind(1, content.Length).Bind(2, blob.Sha256).Run();
        Pieces.Add(connection, new Content(connection.LastRow, 0), content);
        return true;
    }

    /// <summary>Forgets a blob; its pieces are freed later, a few at a time.</summary>
    public static bool Delete(Connection connection, BlobId blob)
    {
        using Statement forget = connection.Prepare("UPDATE contents SET sha256 = NULL WHERE sha256 = ?1");
        forget.Bind(1, blob.Sha256).Run();
        return connection.Changes > 0;
    }
}
