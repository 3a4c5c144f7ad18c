using System.Collections.Immutable;

namespace Tributary.Core;

/// <summary>
/// The server half of one round. Stages after the last <see cref="Decoding.Sum"/> stage are undone on arrival, payloads are added within
/// a group, the rest is undone on the group's sum, then the aggregator folds.
/// </summary>
/// <remarks>
/// Not thread-safe: the coordinator receives one update at a time, and one of each client. The aggregate does not depend on the order.
/// </remarks>
public sealed class ServerSession
{
    private readonly PlannedPipeline _pipeline;
    private readonly RoundContext _round;
    private readonly IServerStage[] _stages;
    private readonly IAggregation _aggregation;
    private readonly int _split; // stages from here on are undone on arrival, those before it on the group's sum
    private readonly Dictionary<ClientId, int> _groupOf;
    private readonly SortedDictionary<int, (Payload Sum, List<ClientId> From)> _groups = [];
    private readonly List<ClientId> _unreadable = [], _unopened = [];

    internal ServerSession(PlannedPipeline pipeline, RoundContext round, IAggregator aggregator, int threads)
    {
        (_pipeline, _round) = (pipeline, round);
        _stages = [.. pipeline.Stages.Select(stage => stage.Plan.Server(round))];
        _split = pipeline.Stages.ToList().FindLastIndex(stage => stage.Plan.Decoding == Decoding.Sum) + 1;
        _groupOf = round.Groups.SelectMany(group => group.Members, (group, member) => (member, group.Number)).ToDictionary();
        _aggregation = aggregator.Begin(pipeline.Folded, threads);
    }

    /// <summary>
    /// Clients whose group's sum could not be read or was out of range when the session closed: they are not in the aggregate.
    /// </summary>
    public IReadOnlyList<ClientId> Unreadable => _unreadable;

    /// <summary>What the stages leave for the rounds to come, once the session has closed; null where they leave nothing.</summary>
    public IReadOnlyDictionary<string, double>? State { get; private set; }

    /// <summary>What the stages publish with the model, by stage, once the session has closed.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Documents { get; private set; } =
        ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;

    /// <summary>Clients whose group's sum its keepers did not open: they are not in the aggregate either.</summary>
    public IReadOnlyList<ClientId> Unopened => _unopened;

    /// <summary>Clients that a stage left out of the sums once the session has closed: they are not in the aggregate either.</summary>
    public IReadOnlyList<ClientId> Excluded => [.. _stages.SelectMany(stage => stage.Excluded)];

    /// <summary>Before training.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellation = default)
    {
        foreach (IServerStage stage in _stages) await stage.OpenAsync(cancellation);
    }

    /// <summary>Takes one update; consumes <paramref name="payload"/>.</summary>
    /// <exception cref="MalformedUpdateException">The update cannot be read or is out of range; nothing was added.</exception>
    public async ValueTask ReceiveAsync(ClientId client, Payload payload, CancellationToken cancellation = default)
    {
        if (payload.Kind != _pipeline.Wire.Kind)
            throw new MalformedUpdateException($"The update is {payload.Kind} where the round asked for {_pipeline.Wire.Kind}.");
        Expect(payload, _pipeline.Wire);
        Tell(client, payload.Notes);
        payload = await DecodeAsync(payload, _stages.Length, _split, [client], cancellation);
        if (_split == 0) Fold(payload, [client]);
        else await AddToGroupAsync(client, payload, cancellation);
    }

    /// <summary>What has come of the answers to a step: to be asked whenever some may have come.</summary>
    /// <param name="step">The step.</param>
    /// <param name="asked">The clients that were asked, over all groups.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask<Hearing> HearAsync(
        PlannedStep step, IReadOnlyCollection<ClientId> asked, CancellationToken cancellation = default)
    {
        var hearings = new List<Hearing>();
        foreach (StepAnswers answers in await AnswersAsync(step, asked, cancellation))
            hearings.Add(await _stages[step.Stage].HearAsync(answers, cancellation));
        return new Hearing(
            hearings.All(hearing => hearing.IsReady),
            [.. hearings.SelectMany(hearing => hearing.Answered)], [.. hearings.SelectMany(hearing => hearing.Wrong)]);
    }

    /// <summary>A step is over: its stage hands out what those that go on must know.</summary>
    /// <param name="step">The step that is over.</param>
    /// <param name="left">The clients that are asked next, over all groups.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask PassAsync(
        PlannedStep step, IReadOnlyCollection<ClientId> left, CancellationToken cancellation = default)
    {
        foreach (StepAnswers answers in await AnswersAsync(step, left, cancellation))
            if (answers.Asked is not []) await _stages[step.Stage].PassAsync(answers, cancellation);
    }

    /// <summary>Reads the groups' sums, folds them and lets every stage finish, last stage first.</summary>
    /// <exception cref="MalformedUpdateException">There are groups, and the sum of none can be read.</exception>
    /// <exception cref="UnopenedSumException">The same, and keepers did not open one of them.</exception>
    public async ValueTask<Aggregate> CloseAsync(CancellationToken cancellation = default)
    {
        UnopenedSumException? closed = null;
        foreach ((Payload sum, List<ClientId> from) in _groups.Values)
        {
            try
            {
                Payload decoded = await DecodeAsync(sum, _split, 0, from, cancellation);
                Fold(decoded, [.. from.Except(Excluded)]);
            }
            catch (MalformedUpdateException)
            {
                _unreadable.AddRange(from);
            }
            catch (UnopenedSumException e)
            {
                closed ??= e;
                _unopened.AddRange(from);
            }
        }
        int lost = _unreadable.Count + _unopened.Count;
        if (lost > 0 && lost == _groups.Values.Sum(group => group.From.Count))
            throw (Exception?)closed ?? new MalformedUpdateException(
                "No group's sum could be read: in each, one client or more sent what its stages do not make.");
        Aggregate aggregate = _aggregation.Finish();
        for (int i = _stages.Length - 1; i >= 0; i--) aggregate = await _stages[i].FinishAsync(aggregate, cancellation);
        KeyValuePair<string, double>[] state = [.. _stages.SelectMany(stage => stage.State ?? ImmutableDictionary<string, double>.Empty)];
        State = state.Length == 0 ? null : state.ToDictionary(StringComparer.Ordinal);
        Documents = _stages.Index().Where(stage => stage.Item.Document is not null)
            .ToDictionary(stage => _pipeline.Stages[stage.Index].Name, stage => stage.Item.Document!.Value, StringComparer.Ordinal);
        return aggregate;
    }

    /// <summary>The answers by group: before the close of every group that is asked, after it of every group that has a sum.</summary>
    private async ValueTask<IReadOnlyList<StepAnswers>> AnswersAsync(
        PlannedStep step, IReadOnlyCollection<ClientId> asked, CancellationToken cancellation)
    {
        IReadOnlyList<RoundMessage> messages =
            await _round.Channel.ReadAsync(_round.Round, step.Plan.Name, RoundMessage.Coordinator, cancellation);
        ILookup<int, ClientId> byGroup = asked.ToLookup(client => _groupOf[client]);
        var expected = asked.ToHashSet();
        ILookup<int, RoundMessage> said = messages.DistinctBy(message => message.From) // a second answer counts for nothing
            .Where(message => expected.Contains(message.From)).ToLookup(message => _groupOf[message.From]);
        bool isAfter = _pipeline.After.Contains(step);
        return [.. _round.Groups.Where(group => isAfter ? _groups.ContainsKey(group.Number) : byGroup.Contains(group.Number))
            .Select(group => new StepAnswers(step.Plan, group, [.. byGroup[group.Number]], [.. said[group.Number]])
            {
                Sum = isAfter && step.Stage == _split - 1 ? _groups[group.Number].Sum : null,
                Included = isAfter ? _groups[group.Number].From : [],
            })];
    }

    private async ValueTask<Payload> DecodeAsync(
        Payload payload, int from, int to, IReadOnlyList<ClientId> clients, CancellationToken cancellation)
    {
        for (int i = from - 1; i >= to; i--)
        {
            payload = await _stages[i].DecodeAsync(payload, clients, cancellation);
            if (_stages[i].Excluded is { Count: > 0 } excluded) clients = [.. clients.Except(excluded)]; // no longer in the sum
        }
        return payload;
    }

    private async ValueTask AddToGroupAsync(ClientId client, Payload payload, CancellationToken cancellation)
    {
        if (!_groupOf.TryGetValue(client, out int number))
            throw new MalformedUpdateException("The update is of a client that is in no group of this round.");
        await _stages[_split - 1].ArriveAsync(client, payload, cancellation);
        if (_groups.TryGetValue(number, out var group))
        {
            group.Sum.Add(payload);
            group.From.Add(client);
        }
        else
        {
            _groups[number] = (payload, [client]);
        }
    }

    /// <summary>Hands each stage what its client half left beside the update.</summary>
    private void Tell(ClientId client, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> notes)
    {
        foreach (NoteSpec note in _pipeline.Wire.Note?.All ?? [])
        {
            if (!notes.TryGetValue(note.Stage, out ReadOnlyMemory<byte> told) || told.Length != note.Bytes)
                throw new MalformedUpdateException($"The update lacks what '{note.Stage}' leaves beside it.");
            for (int i = 0; i < _stages.Length; i++)
                if (_pipeline.Stages[i].Name == note.Stage) _stages[i].Note(client, told);
        }
    }

    private void Fold(Payload payload, List<ClientId> from)
    {
        int clients = from.Count;
        Expect(payload, _pipeline.Folded);
        if (payload is not NumericPayload contribution || !contribution.IsInRange(_pipeline.Model.Cohort))
            throw new MalformedUpdateException("The update holds numbers that are not finite or too large to be summed.");
        // Whoever could claim any weight could outweigh all others.
        if (contribution.Weight < 0 || contribution.Weight > clients * FixedPoint.One)
            throw new MalformedUpdateException(
                $"The update claims a weight that is not a share from 0 to 1 for each of {clients} clients.");
        _aggregation.Add(contribution);
        foreach (IServerStage stage in _stages) stage.Count(from);
    }

    private static void Expect(Payload payload, UpdateSpec spec)
    {
        if (payload is NumericPayload numbers && numbers.Length != spec.Length)
            throw new MalformedUpdateException($"The update holds {numbers.Length} numbers where the round asked for {spec.Length}.");
    }
}
