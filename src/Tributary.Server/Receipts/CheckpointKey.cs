using System.Security.Cryptography;
using Tributary.Ledger;

namespace Tributary.Server;

/// <summary>The key that signs the heads of all ledgers of a coordinator; a run's ledger is called <c>coordinator/run</c>.</summary>
internal sealed class CheckpointKey(string name, ECDsa key) : IDisposable
{
    private readonly Lock _lock = new(); // the platform's keys are for one thread at a time

    /// <summary>What others check signatures with, under the coordinator's own name.</summary>
    public string Verifier => NoteVerifier.Of(name, key).ToString();

    /// <summary>The signed head of a run's tree.</summary>
    public SignedNote Sign(string run, MerkleTree tree)
    {
        lock (_lock)
        {
            var signer = new NoteSigner($"{name}/{run}", key);
            return Checkpoint.Of(signer.Name, tree).Sign(signer);
        }
    }

    /// <summary>Signs a text about a run.</summary>
    public SignedNote Sign(string run, string text)
    {
        lock (_lock) return SignedNote.Sign(text, new NoteSigner($"{name}/{run}", key));
    }

    public void Dispose() => key.Dispose();
}
