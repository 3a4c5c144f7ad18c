using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>One client of a federation: checks in, answers the question it is asked, and sends the answer through the stages.</summary>
/// <param name="id">Who it is.</param>
/// <param name="coordinator">In this process or far away.</param>
/// <param name="trainer">What it does with its data.</param>
/// <param name="vault">What it keeps between rounds.</param>
/// <param name="models">The models it has parsed; may be shared with others.</param>
/// <param name="random">The client's own stream.</param>
/// <param name="outbox">Keeps what is on its way, or null where a client that stops has no tomorrow.</param>
/// <param name="safe">Keeps what stages must not lose, likewise.</param>
public sealed class FederatedClient(
    ClientId id, ICoordinator coordinator, ILocalTrainer trainer, IVault vault, ModelCache models, RandomStream random,
    IOutbox? outbox = null, ISafe? safe = null)
{
    private readonly ISafe _safe = safe ?? new MemorySafe();
    private readonly IOutbox _outbox = outbox ?? new NoOutbox();

    /// <summary>
    /// Sends what an earlier process of this client had encoded and not seen a receipt for; to be called before anything else.
    /// </summary>
    /// <returns>The coordinator's answers.</returns>
    public async ValueTask<IReadOnlyList<Receipt>> ResumeAsync(CancellationToken cancellation = default)
    {
        var receipts = new List<Receipt>();
        foreach (EncodedUpdate update in await _outbox.ReadAsync(cancellation).ToListAsync(cancellation))
            receipts.Add(await HandInAsync(update, cancellation));
        return receipts;
    }

    /// <summary>Takes part in the round that is open for this client, if any.</summary>
    /// <returns>The coordinator's answer, or null where no update was asked for.</returns>
    /// <exception cref="InvalidOperationException">The trainer's answer does not fit the question.</exception>
    /// <remarks>Where anything fails before the update is encoded, the client declines the round and passes the exception on.</remarks>
    public async ValueTask<Receipt?> TakePartAsync(CancellationToken cancellation = default)
    {
        if (await coordinator.CheckInAsync(id, cancellation) is not { } invitation) return null;
        if (invitation.AsksUpdate) return await AnswerAsync(invitation, cancellation);
        await AnswerStepAsync(invitation, cancellation);
        return null;
    }

    /// <summary>Answers a step of a round that asks for no update.</summary>
    /// <param name="invitation">From the coordinator.</param>
    /// <param name="cancellation">Stops the work; the coordinator is not told.</param>
    /// <exception cref="KeeperException">The client must not answer, or cannot; the coordinator has been told that it does not.</exception>
    public async ValueTask AnswerStepAsync(Invitation invitation, CancellationToken cancellation = default)
    {
        try
        {
            await Join(invitation, new ClientMemory(vault)).AnswerAsync(
                new StepQuestion(invitation.Step, invitation.Asked, invitation.Included), cancellation);
        }
        catch (KeeperException)
        {
            await coordinator.DeclineAsync(invitation.Context.Round, id, DropReason.Refused, cancellation);
            throw;
        }
    }

    /// <summary>Takes part in the round of an invitation.</summary>
    /// <inheritdoc cref="TakePartAsync" path="/exception|/remarks"/>
    /// <param name="invitation">From the coordinator.</param>
    /// <param name="cancellation">Stops the work; the coordinator is not told.</param>
    /// <returns>The coordinator's answer.</returns>
    public async ValueTask<Receipt> AnswerAsync(Invitation invitation, CancellationToken cancellation = default)
    {
        RoundContext round = invitation.Context;
        var memory = new ClientMemory(vault);
        ClientSession session = Join(invitation, memory);
        ReadOnlyMemory<byte> body;
        try
        {
            body = await PrepareAsync(invitation, session, memory, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await coordinator.DeclineAsync(round.Round, id, DropReason.Failed, cancellation);
            throw;
        }
        var update = new EncodedUpdate(round.Round, body, memory.Changes);
        await _outbox.PutAsync(update, cancellation);
        Receipt receipt = await HandInAsync(update, cancellation);
        if (receipt.Accepted) await session.SettleAsync(cancellation);
        return receipt;
    }

    private ClientSession Join(Invitation invitation, ClientMemory memory) => invitation.Pipeline.Join(
        new ClientContext(id, invitation.Context, memory, random.Derive("stages", invitation.Context.Round.Number))
        {
            Safe = _safe,
            Asked = invitation.Asked ?? invitation.Context.GroupOf(id).Members,
        });

    /// <summary>Hands in an update, and keeps what counts once it is accepted; the same again does no harm.</summary>
    private async ValueTask<Receipt> HandInAsync(EncodedUpdate update, CancellationToken cancellation)
    {
        Receipt receipt = await coordinator.SubmitAsync(update.Round, id, update.Body, cancellation);
        if (receipt.Accepted && update.Changes.Count > 0) await vault.StoreAsync(update.Changes, cancellation);
        await _outbox.RemoveAsync(update.Round, receipt, cancellation);
        return receipt;
    }

    private async ValueTask<ReadOnlyMemory<byte>> PrepareAsync(
        Invitation invitation, ClientSession session, ClientMemory memory, CancellationToken cancellation)
    {
        RoundId round = invitation.Context.Round;
        UpdateSpec spec = invitation.Pipeline.Model;
        ParameterSet model = await models.GetAsync(coordinator, invitation.Model, cancellation);
        await session.JoinAsync(cancellation);
        Segment[] answer = [.. spec.Segments.Where(segment => segment.Role == SegmentRole.Values)];
        float[] update = new float[spec.Length];
        var task = new LocalTask(
            round, invitation.Question, model, answer, update.AsMemory(0, spec.ValueCount), memory,
            random.Derive("train", round.Number))
        {
            Personal = invitation.Pipeline.Personal,
        };
        LocalResult result = await trainer.AnswerAsync(task, cancellation);
        AddTail(result, invitation, update.AsSpan(spec.ValueCount));
        Payload encoded = await session.EncodeAsync(new RealPayload(spec.Segments, update), cancellation);
        return PayloadWriter.Write(encoded);
    }

    /// <summary>Metrics and the weight, which end every update.</summary>
    private static void AddTail(LocalResult result, Invitation invitation, Span<float> tail)
    {
        if (result.Metrics.Count != tail.Length - 1)
            throw new InvalidOperationException(
                $"The trainer answered '{invitation.Question}' with {result.Metrics.Count} metrics, and the round asks for " +
                $"{tail.Length - 1}. Use a trainer that knows this question.");
        for (int i = 0; i < result.Metrics.Count; i++) tail[i] = (float)result.Metrics[i];
        bool uniform = invitation.Pipeline.Model.Weighting == Weighting.Uniform;
        tail[^1] = uniform ? 1 : (float)Math.Min(1, result.Examples / invitation.LargestWeight);
    }
}
