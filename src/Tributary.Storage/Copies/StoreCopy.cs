using Tributary.Core;

namespace Tributary.Storage;

/// <summary>Copies of whole stores: compact, consistent, complete or absent.</summary>
internal static class StoreCopy
{
    /// <summary>Copies the store at <paramref name="source"/> to a new file.</summary>
    /// <param name="source">May be in use.</param>
    /// <param name="target">Must not exist.</param>
    /// <param name="whole">Whether to check every page of the source first.</param>
    /// <param name="cancellation">Gives up.</param>
    public static void Write(string source, string target, bool whole, CancellationToken cancellation)
    {
        target = Path.GetFullPath(target);
        if (Occupied(target) is { } occupied) throw Failure.Exists(occupied);
        string draft = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            Fill(source, draft, whole, cancellation);
            Durable.File(draft);
            File.Move(draft, target, overwrite: false);
            Durable.Folder(Path.GetDirectoryName(target)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw File.Exists(target) ? Failure.Exists(target) : Failure.Unavailable(target, e.Message, e);
        }
        finally
        {
            if (File.Exists(draft)) File.Delete(draft);
        }
    }

    private static void Fill(string source, string draft, bool whole, CancellationToken cancellation)
    {
        using var connection = Connection.Open(source, OpenAs.Reader);
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            static connection => ((Connection)connection!).Interrupt(), connection);
        try
        {
            Schema.Check(connection);
            if (whole && connection.Text("PRAGMA integrity_check(1)") is not "ok" and var wrong)
                throw Failure.Broken(source, wrong ?? "it cannot be checked");
            // A reader of this state from now on until long content has been copied too: until then its place is not used again.
            using var holder = Connection.Open(source, OpenAs.Reader);
            holder.Snapshot(held =>
            {
                held.Number("SELECT COUNT(*) FROM schema_version");
                using (Statement copy = connection.Prepare("VACUUM INTO ?1")) copy.Bind(1, draft).Run();
                using var file = new LargeFile(source);
                LongContent.MoveIn(draft, held, file, cancellation);
                return 0;
            });
        }
        catch (StorageException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (StorageException e) when (e.Code is ProblemCodes.StorageFull or ProblemCodes.StorageUnavailable)
        {
            throw new StorageException(e.Code, $"No copy was written to '{Path.GetDirectoryName(draft)}'. {e.Message}", e);
        }
    }

    /// <summary>A file that would be replaced, or whose log of writes would be taken for that of the copy.</summary>
    private static string? Occupied(string target) => new[] { target, $"{target}-wal", $"{target}-journal" }.FirstOrDefault(Path.Exists);
}
