using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>
/// Holds what a coordinator published of a round against what its clients signed and what the ledger holds: that the sum is that of the
/// updates that were taken, each once, and of no others.
/// </summary>
/// <param name="authority">The authority's certificate, DER, or null where signatures cannot be checked.</param>
/// <param name="checkpointKey">The coordinator's verifier key; empty where the ledger cannot be checked.</param>
public sealed class RoundCheck(ReadOnlyMemory<byte>? authority, string checkpointKey)
{
    /// <summary>Checks a document against the ledger.</summary>
    /// <param name="message">What the coordinator says of the round.</param>
    /// <param name="stage">The stage that published the document.</param>
    /// <param name="document">The document, as it was published.</param>
    /// <param name="proof">What the document proves by itself.</param>
    /// <returns>What it takes to make the round's model once more.</returns>
    /// <exception cref="EvidenceException">Something does not hold; the message says what.</exception>
    public CheckedRound Check(EvidenceMessage message, string stage, ReadOnlyMemory<byte> document, RoundEvidence proof)
    {
        var events = RoundEvents.Read(message, checkpointKey);
        if (events.End is not ModelPublished published) throw new EvidenceException("The round ended without a model: there is no sum.");
        if (published.Documents?.GetValueOrDefault(stage) != BlobId.Of(document.Span))
            throw new EvidenceException($"The document of '{stage}' is not the one that the ledger names for this round.");
        if (proof.Round != events.Round) throw new EvidenceException($"The document of '{stage}' is of another round, {proof.Round}.");
        if (proof.Cohort != events.Opened.Cohort.Count)
            throw new EvidenceException(
                $"The document of '{stage}' is for a cohort of {proof.Cohort}, and {events.Opened.Cohort.Count} were invited: " +
                "its numbers would mean something else.");
        foreach ((ClientId client, BlobId note) in proof.Notes)
        {
            if (!events.Updates.TryGetValue(client, out UpdateReceived? update) || events.Dropped.Contains(client))
                throw new EvidenceException($"The sum counts '{client}', and the ledger has no update of it that counts.");
            if (update.Notes?.GetValueOrDefault(stage) != note)
                throw new EvidenceException($"The sum counts another update of '{client}' than the one in the ledger.");
            if (authority is { } issuer) CheckSignature(message, issuer, update);
        }
        foreach (ClientId client in events.Updates.Keys.Except(proof.Notes.Keys).Except(events.Dropped))
            throw new EvidenceException($"The sum leaves out the update of '{client}', which the ledger says was taken.");
        return new CheckedRound(
            events.Round, events.Opened.Question, events.Opened.Cohort, events.Opened.Expected, events.Before!, published.Version,
            message.State);
    }

    private void CheckSignature(EvidenceMessage message, ReadOnlyMemory<byte> issuer, UpdateReceived update)
    {
        var members = new MemberCheck(issuer, checkpointKey);
        MemberMessage member = message.Members?.FirstOrDefault(member => member?.Site == update.Client.Value)
            ?? throw new EvidenceException($"There is no certificate of '{update.Client}', so that nobody knows whose update it is.");
        using ECDsa? key = members.CertifiedKeyOf(member);
        var statement = new UpdateStatement(update.Round, update.Client, update.Body, update.Bytes, update.Notes);
        if (key is null || !statement.IsSigned(update.Signature, key))
            throw new EvidenceException($"The update in the name of '{update.Client}' is not signed by a site of that name.");
    }
}
