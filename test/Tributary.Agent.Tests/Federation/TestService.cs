using System.Text.Json;
using Tributary.Core;
using Tributary.Ledger;
using Tributary.Protocol;

namespace Tributary.Agent.Tests;

/// <summary>The coordinator in this process, as one site sees it.</summary>
internal sealed class TestService(TestCoordinator coordinator, string site, AgentStore store) : ICoordinatorService
{
    private IEnumerable<TestRun> Open => coordinator.Runs.Where(run => (run.Sites.Contains(site) || site == TestFederation.Evaluator) && run.Coordinator!.State.Outcome is null);

    public ValueTask<bool> RenewAsync(CancellationToken cancellation) => new(false);

    public ValueTask<IReadOnlyList<OfferMessage>> ReadOffersAsync(CancellationToken cancellation)
    {
        Enter();
        return new([.. Open.Select(run => new OfferMessage(
            run.Name, run.Planned.Spec.Name, BlobId.Of(run.JobText), BlobId.Of(run.ModelFile), run.Sites.ToList().IndexOf(site),
            run.Consents.TryGetValue(site, out var consent) ? consent.Approved ? "approved" : "declined" : null))]);
    }

    public IRoundChannel Channel => coordinator.Channel;

    public ValueTask ConsentAsync(
        string run, BlobId job, bool approved, string by, string? reason, ReadOnlyMemory<byte>? key, CancellationToken cancellation)
    {
        Enter();
        TestRun found = coordinator.Runs.Single(one => one.Name == run);
        Assert.Equal(BlobId.Of(found.JobText), job);
        found.Consents[site] = (approved, by, reason);
        return default;
    }

    public async ValueTask<CheckInAnswer> CheckInAsync(CheckInRequest request, CancellationToken cancellation)
    {
        Enter();
        foreach (TestRun run in Open.Where(run => request.Runs.Contains(run.Name)))
            if (await run.Coordinator!.CheckInAsync(new ClientId(site), cancellation) is { } invitation)
                return new CheckInAnswer(Message(invitation), new RetryWindow(0, 0));
        return new CheckInAnswer(null, new RetryWindow(0, 0));
    }

    public async ValueTask DownloadAsync(BlobId blob, BlobId? previous, CancellationToken cancellation)
    {
        Enter();
        foreach (IBlobStore blobs in coordinator.Runs.Select(run => run.Blobs).Prepend(coordinator.Blobs))
            if (await blobs.StatAsync(blob, cancellation) is not null)
            {
                await store.Blobs.PutAsync(await blobs.GetAsync(blob, cancellation), cancellation);
                return;
            }
        throw new ProtocolException(new ProblemMessage("about:blank", "Not Found", 404, $"Nobody has the blob {blob}.", ProblemCodes.NotFound));
    }

    public ValueTask<ModelMessage> ReadModelAsync(string run, CancellationToken cancellation)
    {
        Enter();
        TestRun found = coordinator.Runs.Single(one => one.Name == run);
        ModelVersion model = found.Coordinator!.State.Model!;
        return new(new ModelMessage(model.Number, model.Model, BlobId.Of(found.ModelFile)));
    }

    public async ValueTask<EvidenceMessage> ReadEvidenceAsync(RoundId round, CancellationToken cancellation)
    {
        Enter();
        TestRun run = coordinator.Runs.Single(one => one.Name == round.Run);
        return coordinator.OnEvidence(TestEvidence.Of(round, await run.Log.ReadAsync(run.Name, cancellation: cancellation).ToListAsync(cancellation), coordinator.Authority));
    }

    public async ValueTask EvaluateAsync(string run, EvaluationMessage evaluation, CancellationToken cancellation)
    {
        Enter();
        TestRun found = coordinator.Runs.Single(one => one.Name == run);
        coordinator.BeforeEvaluation();
        if (!await found.Coordinator!.EvaluateAsync(site, evaluation.ModelVersion, evaluation.Metrics, cancellation))
            throw new ProtocolException(new ProblemMessage("about:blank", "Conflict", 409, "Another model.", ProblemCodes.MalformedRequest));
    }

    public ICoordinator Join(
        string run, Func<InvitationMessage, Invitation> plan, Func<RoundId, ReceiptMessage, CancellationToken, ValueTask> onReceipt) =>
        new Member(this, coordinator, coordinator.Runs.Single(one => one.Name == run), onReceipt);

    private void Enter()
    {
        coordinator.Requests++;
        if (coordinator.Failure is { } failure && coordinator.Requests <= coordinator.FailingRequests) throw failure;
    }

    private InvitationMessage Message(Invitation invitation)
    {
        RoundContext round = invitation.Context;
        Group own = round.Groups.Single(group => group.Members.Contains(new ClientId(site)));
        return new InvitationMessage(
            round.Round.Run, round.Round.Number, invitation.Question, invitation.Model, round.Groups.Sum(group => group.Members.Count),
            own.Number, [.. own.Members.Select(member => member.Value)], round.Seed, State: round.State);
    }

    private sealed class Member(
        TestService service, TestCoordinator owner, TestRun run,
        Func<RoundId, ReceiptMessage, CancellationToken, ValueTask> onReceipt) : ICoordinator
    {
        public ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation) => throw new NotSupportedException();

        public async ValueTask<Receipt> SubmitAsync(
            RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation)
        {
            service.Enter();
            var digest = BlobId.Of(body.Span);
            owner.HandedIn.Add((round, client.Value, digest));
            IReadOnlyDictionary<string, BlobId>? notes = PayloadReader.NotesOf(body);
            using System.Security.Cryptography.ECDsa key = owner.Authority.Enrolled[client.Value].LoadKey();
            string signature = new UpdateStatement(round, client, digest, body.Length, notes).Sign(key);
            Receipt receipt = await run.Coordinator!.SubmitAsync(
                round, client, body, digest, signature, notes ?? new Dictionary<string, BlobId>(), cancellation);
            LedgerEntry? entry = receipt.Accepted ? await ProveAsync(round, client) : null;
            await onReceipt(round, owner.OnReceipt(new ReceiptMessage(receipt.Body, receipt.Accepted, receipt.Reason, entry)), cancellation);
            return receipt;
        }

        public ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation)
        {
            service.Enter();
            return run.Coordinator!.DeclineAsync(round, client, reason, cancellation);
        }

        private async Task<LedgerEntry> ProveAsync(RoundId round, ClientId client)
        {
            var tree = new MerkleTree();
            (byte[] Leaf, long Index)? own = null;
            await foreach (RunEvent e in run.Log.ReadAsync(run.Name))
            {
                byte[] leaf = JsonSerializer.SerializeToUtf8Bytes(e, CoreJson.Default.RunEvent);
                long index = tree.Append(leaf);
                if (e is UpdateReceived received && received.Round == round && received.Client == client) own = (leaf, index);
            }
            NoteSigner signer = owner.Authority.SignerOf(run.Name);
            return new LedgerEntry(
                Convert.ToBase64String(own!.Value.Leaf), own.Value.Index,
                [.. tree.InclusionProof(own.Value.Index, tree.Size).Path.Select(hash => hash.ToBase64())],
                Checkpoint.Of(signer.Name, tree).Sign(signer).ToString());
        }
    }
}
