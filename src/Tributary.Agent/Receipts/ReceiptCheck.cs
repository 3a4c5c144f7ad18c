using System.Text.Json;
using Tributary.Core;
using Tributary.Ledger;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>
/// Holds receipts against what was sent: an update that counts must be in the run's ledger, under a head that the coordinator has signed.
/// </summary>
/// <param name="site">Who sent it.</param>
/// <param name="checkpointKey">The coordinator's verifier key, under its own name; empty where it keeps no ledger.</param>
public sealed class ReceiptCheck(ClientId site, string checkpointKey)
{
    /// <summary>Checks a receipt.</summary>
    /// <param name="round">The round that was answered.</param>
    /// <param name="body">The digest of what was sent.</param>
    /// <param name="receipt">What the coordinator answered.</param>
    /// <exception cref="ReceiptException">It does not prove what it should.</exception>
    public void Check(RoundId round, BlobId body, ReceiptMessage receipt)
    {
        if (receipt.Body != body) throw Fails("is for another update than the one that was sent");
        if (receipt.Entry is not { } entry)
        {
            // A refusal needs no proof: nobody gains by a false one but whoever wants the update not to count.
            if (receipt.Accepted && checkpointKey.Length > 0) throw Fails("says that the update counts, without a proof from the log");
            return;
        }
        (byte[] leaf, RunEvent logged) = Read(entry);
        bool fits = logged switch
        {
            UpdateReceived received => receipt.Accepted && received.Round == round && received.Client == site && received.Body == body,
            ClientDropped dropped => !receipt.Accepted && dropped.Round == round && dropped.Client == site,
            _ => false,
        };
        if (!fits) throw Fails("comes with an entry of the log that says something else");
        if (checkpointKey.Length > 0) Prove(round.Run, leaf, entry);
    }

    private void Prove(string run, byte[] leaf, LedgerEntry entry)
    {
        NoteVerifier verifier;
        try
        {
            verifier = LedgerKey.OfRun(checkpointKey, run)!;
        }
        catch (EvidenceException e)
        {
            throw Fails($"cannot be checked: {e.Message.TrimEnd('.')}");
        }
        var path = new List<TreeHash>();
        foreach (string text in entry.Proof)
            path.Add(TreeHash.TryParseBase64(text, out TreeHash hash) ? hash : throw Fails("has a proof that cannot be read"));
        var proof = new LedgerProof { Index = entry.Index, Path = [.. path], Note = entry.Checkpoint };
        LedgerVerdict verdict = proof.Verify(leaf, verifier);
        if (!verdict.IsValid) throw Fails($"has a proof that does not hold ({verdict.Explanation})");
    }

    private static (byte[] Leaf, RunEvent Event) Read(LedgerEntry entry)
    {
        try
        {
            byte[] leaf = Convert.FromBase64String(entry.Event);
            return (leaf, JsonSerializer.Deserialize(leaf, CoreJson.Default.RunEvent) ?? throw new JsonException("It is null."));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Fails("comes with an entry of the log that cannot be read");
        }
    }

    private static ReceiptException Fails(string what) => new(
        $"The coordinator's receipt {what}, so it proves nothing. This site takes part in the run no longer. " +
        "Keep the receipt, and show it to the other sites and the auditor.");
}
