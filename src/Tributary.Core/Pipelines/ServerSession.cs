namespace Tributary.Core;

/// <summary>
/// The server half of one round. Stages after the last <see cref="Decoding.Sum"/> stage are undone on arrival, payloads are added within
/// a group, the rest is undone on the group's sum, then the aggregator folds.
/// </summary>
/// <remarks>Not thread-safe: the coordinator receives one update at a time. The aggregate does not depend on the order.</remarks>
public sealed class ServerSession
{
    private readonly PlannedPipeline _pipeline;
    private readonly RoundContext _round;
    private readonly IServerStage[] _stages;
    private readonly IAggregation _aggregation;
    private readonly int _split; // stages from here on are undone on arrival, those before it on the group's sum
    private readonly Dictionary<int, (Payload Sum, List<ClientId> From)> _groups = [];

    internal ServerSession(PlannedPipeline pipeline, RoundContext round, IAggregator aggregator)
    {
        _pipeline = pipeline;
        _round = round;
        _stages = [.. pipeline.Stages.Select(stage => stage.Plan.Server(round))];
        _split = pipeline.Stages.ToList().FindLastIndex(stage => stage.Plan.Decoding == Decoding.Sum) + 1;
        _aggregation = aggregator.Begin(pipeline.Folded);
    }

    /// <summary>Before training.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellation = default)
    {
        foreach (IServerStage stage in _stages) await stage.OpenAsync(cancellation);
    }

    /// <summary>Takes one update; consumes <paramref name="payload"/>.</summary>
    /// <exception cref="MalformedUpdateException">The update cannot be read or is out of range; nothing was added.</exception>
    public async ValueTask ReceiveAsync(ClientId client, Payload payload, CancellationToken cancellation = default)
    {
        payload = await DecodeAsync(payload, _stages.Length, _split, [client], cancellation);
        if (_split == 0)
        {
            Fold(payload);
            return;
        }
        Group group = _round.Groups.First(g => g.Members.Contains(client));
        if (_groups.TryGetValue(group.Number, out var open))
        {
            open.Sum.Add(payload);
            open.From.Add(client);
        }
        else
        {
            _groups[group.Number] = (payload, [client]);
        }
    }

    /// <summary>Reads the groups' sums, folds them and lets every stage finish, last stage first.</summary>
    public async ValueTask<Aggregate> CloseAsync(CancellationToken cancellation = default)
    {
        foreach ((_, (Payload sum, List<ClientId> from)) in _groups.OrderBy(group => group.Key))
            Fold(await DecodeAsync(sum, _split, 0, from, cancellation));
        Aggregate aggregate = _aggregation.Finish();
        for (int i = _stages.Length - 1; i >= 0; i--) aggregate = await _stages[i].FinishAsync(aggregate, cancellation);
        return aggregate;
    }

    private async ValueTask<Payload> DecodeAsync(Payload payload, int from, int to, IReadOnlyList<ClientId> clients, CancellationToken cancellation)
    {
        for (int i = from - 1; i >= to; i--) payload = await _stages[i].DecodeAsync(payload, clients, cancellation);
        return payload;
    }

    private void Fold(Payload payload)
    {
        if (payload is not NumericPayload contribution || contribution.Length != _pipeline.Folded.Length)
            throw new MalformedUpdateException("The decoded update does not have the shape that the round asked for.");
        if (!contribution.IsInRange(_pipeline.Model.Cohort))
            throw new MalformedUpdateException("The update holds numbers that are not finite or too large to be summed.");
        _aggregation.Add(contribution);
    }
}
