using Tributary.Core;

namespace Tributary.Storage;

/// <summary>The table of contents, as to drafts.</summary>
internal static class Drafts
{
    public static Content? Find(Connection connection, string draft)
    {
        using Statement row = connection.Prepare("SELECT id, length FROM contents WHERE draft = ?1");
        return row.Bind(1, draft).Step() ? new Content(row.Number(0), row.Number(1)) : null;
    }

    /// <summary>Adds a piece; the draft's length afterwards, or what it is where the piece does not belong there.</summary>
    public static long Append(Connection connection, string draft, long offset, Piece piece, long at)
    {
        Content? begun = Find(connection, draft);
        if (offset != (begun?.Length ?? 0)) return begun?.Length ?? 0;
        if (begun is not { } content)
        {
            using Statement begin = connection.Prepare("INSERT INTO contents (length, draft, at) VALUES (0, ?1, ?2)");
            begin.Bind(1, draft).Bind(2, at).Run();
            content = new Content(connection.LastRow, 0);
        }
        Pieces.Add(connection, content, piece);
        using Statement grow = connection.Prepare("UPDATE contents SET length = ?2, at = ?3 WHERE id = ?1");
        grow.Bind(1, content.Id).Bind(2, offset + piece.Length).Bind(3, at).Run();
        return offset + piece.Length;
    }

    /// <summary>Makes a draft a blob without touching its pieces; false where it is not as it was.</summary>
    public static bool Seal(Connection connection, Content content, BlobId blob)
    {
        // Where the blob has come from elsewhere meanwhile, the draft is not needed.
        string? digest = Contents.Find(connection, blob) is null ? blob.Sha256 : null;
        using Statement seal = connection.Prepare(digest is null
            ? "UPDATE contents SET draft = NULL, at = NULL WHERE id = ?1 AND length = ?2 AND draft IS NOT NULL"
            : "UPDATE contents SET draft = NULL, at = NULL, sha256 = ?3 WHERE id = ?1 AND length = ?2 AND draft IS NOT NULL");
        seal.Bind(1, content.Id).Bind(2, content.Length);
        if (digest is not null) seal.Bind(3, digest);
        seal.Run();
        return connection.Changes > 0;
    }

    /// <summary>Forgets a draft; false where there is none, or another than <paramref name="content"/>.</summary>
    public static bool Discard(Connection connection, string draft, Content? content = null)
    {
        if (Find(connection, draft) is not { } found || (content is not null && content != found)) return false;
        using Statement forget = connection.Prepare("UPDATE contents SET draft = NULL, at = NULL WHERE id = ?1");
        forget.Bind(1, found.Id).Run();
        return true;
    }

    public static IReadOnlyList<string> Stale(Connection connection, long before)
    {
        var names = new List<string>();
        using Statement rows = connection.Prepare("SELECT draft FROM contents WHERE draft IS NOT NULL AND at < ?1 ORDER BY draft");
        rows.Bind(1, before);
        while (rows.Step()) names.Add(rows.Text(0));
        return names;
    }
}
