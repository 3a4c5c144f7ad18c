using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>A round at work: its planned stages and the sums taken so far. Made again from the log after a restart.</summary>
internal sealed class LiveRound
{
    private readonly RoundContext _context;
    private readonly PlannedPipeline _pipeline;
    private readonly ServerSession _session;

    /// <summary>Plans the question for a cohort.</summary>
    /// <exception cref="CompositionException">The stages do not fit this cohort.</exception>
    public LiveRound(Question question, RoundState round, RunSetup setup)
    {
        Question = question;
        _pipeline = question.Plan(round.Cohort.Length, round.State);
        ulong shared = new RandomStream(setup.Seed).Derive("round", round.Id.Number).NextUInt64();
        _context = new RoundContext(round.Id, Group.Divide(round.Cohort, _pipeline.Wire.GroupSize), shared)
        {
            Expected = round.Expected,
            State = round.State,
            Rehearsal = setup.Rehearsal?.Derive("rehearsal", round.Id.Number),
            Secret = setup.Secret,
            Channel = setup.Channel ?? NoChannel.Instance,
            KeyOf = setup.KeyOf,
        };
        _session = _pipeline.Open(_context, question.Aggregator, setup.Threads);
    }

    public Question Question { get; }

    public ValueTask OpenAsync() => _session.OpenAsync();

    public Invitation Invite(BlobId model, double largestWeight) => new(_context, Question.Name, model, _pipeline, largestWeight);

    /// <summary>What a keeper is asked after the close: for the clients of its group whose updates were taken.</summary>
    public Invitation InviteKeeper(BlobId model, double largestWeight, ClientId keeper, RoundState round) =>
        Invite(model, largestWeight) with
        {
            Included = [.. _context.GroupOf(keeper).Members.Where(round.Received.ContainsKey)],
        };

    /// <summary>The clients that answer after the close.</summary>
    public IReadOnlyList<ClientId> KeepersOf(RoundState round) => _pipeline.KeepersOf(_context, round.Received.ContainsKey);

    /// <summary>What has come of their answers.</summary>
    public ValueTask<Hearing> HearAsync() => _session.HearAsync();

    /// <summary>Folds one update.</summary>
    /// <exception cref="MalformedUpdateException">It cannot be read or is out of range; nothing was added.</exception>
    public ValueTask ReceiveAsync(ClientId client, ReadOnlyMemory<byte> body) =>
        _session.ReceiveAsync(client, PayloadReader.Read(body, _pipeline.Wire));

    /// <summary>Whose group's sum could not be read when the round was closed.</summary>
    public IReadOnlyList<ClientId> Unreadable => _session.Unreadable;

    /// <summary>What the stages leave for the rounds to come, once closed.</summary>
    public IReadOnlyDictionary<string, double>? State => _session.State;

    /// <summary>Whose group's sum the keepers did not open when the round was closed.</summary>
    public IReadOnlyList<ClientId> Unopened => _session.Unopened;

    /// <summary>The aggregate of everything received.</summary>
    /// <exception cref="MalformedUpdateException">A group's sum cannot be read or is out of range.</exception>
    public ValueTask<Aggregate> CloseAsync() => _session.CloseAsync();
}
