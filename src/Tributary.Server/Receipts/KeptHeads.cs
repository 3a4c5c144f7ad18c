using System.Globalization;
using Microsoft.Extensions.Logging;
using Tributary.Core;
using Tributary.Ledger;

namespace Tributary.Server;

/// <summary>
/// The last signed head of every run, in files outside of the store: a store that was put back from an older backup is found out by them
/// before anything is signed that contradicts what was signed before.
/// </summary>
/// <param name="folder">The folder of the files.</param>
/// <param name="logger">Told where one cannot be written.</param>
internal sealed class KeptHeads(string folder, ILogger logger)
{
    /// <summary>The name of the folder within the coordinator's.</summary>
    public const string Folder = "heads";

    /// <summary>Keeps a head in the place of the one before; a run goes on where that fails.</summary>
    public void Keep(string run, string note)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string path = PathOf(run), temporary = $"{path}.new";
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(note));
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.HeadNotKept(logger, run, e);
        }
    }

    /// <summary>Holds a rebuilt ledger against the head that was kept, and lets it sign under the right name.</summary>
    /// <param name="run">The run.</param>
    /// <param name="ledger">Of all that the store has of it.</param>
    /// <param name="accepted">Whether the operator knows that the store is older.</param>
    /// <returns>The head that the ledger contradicts, where that was accepted; else null.</returns>
    /// <exception cref="ServerException">The ledger contradicts the head, and nobody has accepted that.</exception>
    public Checkpoint? Follow(string run, RunLedger ledger, bool accepted)
    {
        if (Read(run) is not { } kept) return null;
        int history = HistoryOf(kept);
        if (ledger.Follows(kept))
        {
            ledger.Continue(history);
            return null;
        }
        if (!accepted)
            throw new ServerException(ProblemCodes.OlderLog,
                $"The log of run '{run}' does not have the {kept.Size} events whose head this coordinator has signed: the store is older " +
                "than that, or another. Sites hold receipts for what is missing, and a second history under the same name would convict " +
                "the coordinator of lying. Restore the newest backup; if there is none, start with '--accept-older-log'.");
        ledger.Continue(history + 1);
        return kept;
    }

    /// <summary>The number behind the run in the origin; one where there is none.</summary>
    private static int HistoryOf(Checkpoint head) =>
        head.Origin.LastIndexOf('#') is >= 0 and int at
            && int.TryParse(head.Origin.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int history) ? history : 1;

    private Checkpoint? Read(string run)
    {
        string path = PathOf(run);
        if (!File.Exists(path)) return null;
        if (SignedNote.TryParse(File.ReadAllText(path), out SignedNote? note, out string? problem)
            && Checkpoint.TryParse(note.Text, out Checkpoint? head, out problem)) return head;
        throw new ServerException(ProblemCodes.OlderLog,
            $"The file {path} is no signed head ({problem}), so nobody can say whether the log of run '{run}' is all that was signed. " +
            "Restore the file, or delete it if the store is known to be the newest.");
    }

    private string PathOf(string run) => Path.Combine(folder, $"{run}.checkpoint");
}
