namespace Tributary.Core;

/// <summary>One client's way through the stages in one round.</summary>
public sealed class ClientSession
{
    private readonly PlannedPipeline _pipeline;
    private readonly ClientContext _context;
    private readonly IClientStage[] _stages;

    internal ClientSession(PlannedPipeline pipeline, ClientContext context)
    {
        _pipeline = pipeline;
        _context = context;
        _stages = [.. pipeline.Stages.Select(stage => stage.Plan.Client(context))];
    }

    /// <summary>Before training.</summary>
    public async ValueTask JoinAsync(CancellationToken cancellation = default)
    {
        foreach (IClientStage stage in _stages) await stage.JoinAsync(cancellation);
    }

    /// <summary>Turns the raw update into what travels; consumes <paramref name="update"/>.</summary>
    public async ValueTask<Payload> EncodeAsync(RealPayload update, CancellationToken cancellation = default)
    {
        Payload payload = update;
        var notes = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (int i = 0; i < _stages.Length; i++)
        {
            payload = await _stages[i].EncodeAsync(payload, cancellation);
            if (_stages[i].Note is { } note) notes.Add(_pipeline.Stages[i].Name, note);
        }
        if (notes.Count > 0) payload.Notes = notes;
        return payload;
    }

    /// <summary>After the close, at a keeper: answers for every stage that has keepers.</summary>
    /// <param name="included">The clients of this client's group whose updates are in the sum.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KeeperException">The client must not answer, or cannot.</exception>
    public async ValueTask KeepAsync(IReadOnlyList<ClientId> included, CancellationToken cancellation = default)
    {
        Group group = _context.Round.GroupOf(_context.Client);
        foreach (KeeperPlan keepers in _pipeline.Stages.Select(stage => stage.Plan.Keepers).OfType<KeeperPlan>())
            if (keepers.Members(_context.Round, group).Contains(_context.Client))
                await keepers.Keeper(_context).AnswerAsync(included, cancellation);
    }

    /// <summary>After the upload was accepted, and what the stages stored is in the vault.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellation = default)
    {
        foreach (IClientStage stage in _stages) await stage.SettleAsync(cancellation);
    }
}
