using Tributary.Core;
using Tributary.Ledger;

namespace Tributary.Agent;

/// <summary>
/// The key of a run's ledger: one key signs those of all runs, and each has a name of its own, so that none answers for another.
/// </summary>
internal static class LedgerKey
{
    /// <summary>The verifier of a run's ledger, or null where the coordinator keeps none.</summary>
    /// <exception cref="EvidenceException">The key is broken.</exception>
    public static NoteVerifier? OfRun(string checkpointKey, string run)
    {
        if (checkpointKey.Length == 0) return null;
        int name = checkpointKey.IndexOf('+', StringComparison.Ordinal);
        string ofRun = name < 0 ? checkpointKey : checkpointKey.Insert(name, $"/{run}");
        return NoteVerifier.TryParse(ofRun, out NoteVerifier? verifier, out string? problem)
            ? verifier
            : throw new EvidenceException($"The coordinator's checkpoint key is broken ({problem}), so nothing can be checked with it.");
    }
}
