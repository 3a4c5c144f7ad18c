using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>
/// Checks the rounds that a site has answered, once they are over: the published sum against commitments, signatures and ledger, and the
/// published model against the sum. What was found is kept in the site's folder.
/// </summary>
internal sealed class RoundSettlement
{
    private readonly string _run;
    private readonly ClientId _site;
    private readonly AgentJournal _journal;
    private readonly ReceiptShelf _receipts;
    private readonly RoundCheck _check;
    private readonly string _checkpointKey;
    private readonly ulong _seed;
    private readonly JobQuestions _questions;
    private readonly Func<ModelState> _begin;

    /// <summary>Prepares the checks of one run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The site's folder.</param>
    /// <param name="journal">Keeps which rounds are to be checked.</param>
    /// <param name="seed">The seed of the run's job.</param>
    /// <param name="questions">What the job asks.</param>
    /// <param name="begin">Makes the model and the optimizer that the run began with.</param>
    public RoundSettlement(
        string run, SiteFolder folder, AgentJournal journal, ulong seed, JobQuestions questions, Func<ModelState> begin)
    {
        (_run, _journal, _seed, _questions, _begin) = (run, journal, seed, questions, begin);
        _site = new ClientId(folder.Identity.Site);
        _receipts = folder.Receipts;
        _checkpointKey = folder.Identity.CheckpointKey;
        _check = new RoundCheck(folder.LoadAuthority(), _checkpointKey);
    }

    /// <summary>Checks every round that is over and was not checked yet.</summary>
    /// <returns>Why a round could not be checked, where its proof has been thrown away in time; else null.</returns>
    /// <exception cref="EvidenceException">What the coordinator published does not hold.</exception>
    public async ValueTask<string?> SettleAsync(ICoordinatorService service, CancellationToken cancellation)
    {
        string? missed = null;
        foreach (int number in _journal.State.Runs[_run].Unproven)
        {
            var round = new RoundId(_run, number);
            EvidenceMessage message = await service.ReadEvidenceAsync(round, cancellation);
            if (message.Entries.Count == 0) continue; // it is not over
            if (message.Run != _run || message.Round != number)
                throw new EvidenceException("The coordinator's account is of another round than the one that was asked for.");
            BlobId? model;
            string? reason = null;
            try
            {
                (model, reason) = await CheckAsync(round, message, service, cancellation);
            }
            catch (EvidenceException e)
            {
                _receipts.Keep(message, new Dictionary<string, ReadOnlyMemory<byte>>());
                _receipts.Keep(new KeptProof(_run, number, _site.Value, _journal.Now, Holds: false, e.Message));
                throw;
            }
            _receipts.Keep(new KeptProof(_run, number, _site.Value, _journal.Now, Holds: reason is null, reason, model));
            await _journal.AppendAsync(new ProofSettled(_journal.Now, _run, number, reason), cancellation);
            missed ??= reason;
        }
        return missed;
    }

    private async ValueTask<(BlobId? Model, string? Missed)> CheckAsync(
        RoundId round, EvidenceMessage message, ICoordinatorService service, CancellationToken cancellation)
    {
        var events = RoundEvents.Read(message, _checkpointKey);
        CheckReceipt(round, events);
        if (_journal.State.Runs[_run].Model is { } given && given != events.Before!.Model)
            throw new EvidenceException("The round began with another model than the one that this site was given for it.");
        if (events.End is not ModelPublished published) return (null, null); // no model, no sum
        Question question = _questions.Find(events.Opened.Question)
            ?? throw new EvidenceException($"The round asked '{events.Opened.Question}', which the job does not.");
        PlannedPipeline pipeline = question.Plan(events.Opened.Cohort.Count, message.State);
        var documents = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (PlannedStage stage in pipeline.Stages.Where(stage => stage.Plan.Evidence is not null))
        {
            BlobId document = published.Documents?.TryGetValue(stage.Name, out BlobId named) == true
                ? named
                : throw new EvidenceException($"The coordinator published a model without what '{stage.Name}' proves of it.");
            Dictionary<BlobId, ReadOnlyMemory<byte>>? blobs =
                await BringAsync(service, [document, events.Before!.Model, events.Before.Optimizer], cancellation);
            if (blobs is null && events.Latest > round.Number + RunState.RoundsOfProofs)
                return (null, $"The proof of round {round.Number} is kept for {RunState.RoundsOfProofs} rounds, and this site came later.");
            if (blobs is null) throw new EvidenceException("The coordinator does not show what it published.");
            (ReadOnlyMemory<byte> model, ReadOnlyMemory<byte> optimizer) = (blobs[events.Before.Model], blobs[events.Before.Optimizer]);
            RoundEvidence proof = stage.Plan.Evidence!(blobs[document]);
            await _check.Check(message, stage.Name, blobs[document], proof)
                .CheckModelAsync(_questions, stage.Name, proof, _seed, _begin(), model, optimizer);
            documents[stage.Name] = blobs[document];
            documents["before"] = model;
            documents["optimizer"] = optimizer;
        }
        _receipts.Keep(message, documents);
        return (documents.Count > 0 ? published.Version.Model : null, null);
    }

    /// <summary>What the coordinator gave this site a receipt for must stand where the receipt says.</summary>
    private void CheckReceipt(RoundId round, RoundEvents events)
    {
        if (_receipts.Find(round) is not { Accepted: true, Entry: { } entry }) return;
        if (!events.Leaves.TryGetValue(entry.Index, out byte[]? leaf) || Convert.ToBase64String(leaf) != entry.Event)
            throw new EvidenceException("The update of this site, for which it has a receipt, is not where the receipt says.");
    }

    /// <summary>Brings blobs here for a moment; null where the coordinator does not have one.</summary>
    private async ValueTask<Dictionary<BlobId, ReadOnlyMemory<byte>>?> BringAsync(
        ICoordinatorService service, BlobId[] names, CancellationToken cancellation)
    {
        var blobs = new Dictionary<BlobId, ReadOnlyMemory<byte>>();
        foreach (BlobId name in names.Distinct())
        {
            bool here = await _journal.Blobs.StatAsync(name, cancellation) is not null;
            try
            {
                await service.DownloadAsync(name, null, cancellation);
            }
            catch (ProtocolException e) when (e.Problem.Code == ProblemCodes.NotFound)
            {
                return null;
            }
            blobs[name] = (await _journal.Blobs.GetAsync(name, cancellation)).ToArray();
            if (!here) await _journal.Blobs.DeleteAsync(name, cancellation);
            if (BlobId.Of(blobs[name].Span) != name) throw new EvidenceException("The coordinator sent other content than its name says.");
        }
        return blobs;
    }
}
