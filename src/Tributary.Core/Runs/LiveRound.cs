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
        ulong shared = RoundContext.SeedOf(setup.Seed, round.Id.Number);
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

    public PlannedPipeline Pipeline => _pipeline;

    public ValueTask OpenAsync() => _session.OpenAsync();

    /// <summary>What a client is asked now: an update, or a step before or after it.</summary>
    public Invitation Invite(BlobId model, double largestWeight, ClientId client, RoundState round)
    {
        IReadOnlyList<ClientId> members = _context.GroupOf(client).Members;
        return new Invitation(_context, Question.Name, model, _pipeline, largestWeight)
        {
            Step = round.Step,
            Asked = round.Step is null ? null : [.. members.Where(round.Asked.ToHashSet().Contains)],
            Included = round.Phase == RoundPhase.Open ? null : [.. members.Where(round.Received.ContainsKey)],
        };
    }

    /// <summary>The clients that a step asks, of those that are in the round, or whose updates are in the sum.</summary>
    public IReadOnlyList<ClientId> MembersOf(PlannedStep step, Func<ClientId, bool> isIn) =>
        PlannedPipeline.MembersOf(step, _context, isIn);

    /// <summary>The groups of the round.</summary>
    public IReadOnlyList<Group> Groups => _context.Groups;

    /// <summary>What has come of the answers to a step.</summary>
    public ValueTask<Hearing> HearAsync(PlannedStep step, RoundState round) => _session.HearAsync(step, round.Asked);

    /// <summary>Hands out what a step that is over left, to those that are asked now.</summary>
    public ValueTask PassAsync(PlannedStep step, RoundState round) => _session.PassAsync(step, round.Asked);

    /// <summary>The step for which the one before it has handed out what it left.</summary>
    public string? HandedOutFor { get; set; }

    /// <summary>Folds one update.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="body">The update.</param>
    /// <param name="claimed">What the client says that is beside it, by digests, or null where nobody asked.</param>
    /// <returns>The digests of what is beside it, or null where there is nothing.</returns>
    /// <exception cref="MalformedUpdateException">It cannot be read or is out of range; nothing was added.</exception>
    public async ValueTask<IReadOnlyDictionary<string, BlobId>?> ReceiveAsync(
        ClientId client, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, BlobId>? claimed = null)
    {
        Payload payload = PayloadReader.Read(body, _pipeline.Wire);
        var notes = payload.Notes.ToDictionary(note => note.Key, note => BlobId.Of(note.Value.Span), StringComparer.Ordinal);
        if (claimed is not null && (claimed.Count != notes.Count || claimed.Except(notes).Any()))
            throw new MalformedUpdateException("The update has something else beside it than its client has signed.");
        await _session.ReceiveAsync(client, payload);
        return notes.Count == 0 ? null : notes;
    }

    /// <summary>What the stages publish with the model, by stage, once closed.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Documents => _session.Documents;

    /// <summary>Whose group's sum could not be read when the round was closed.</summary>
    public IReadOnlyList<ClientId> Unreadable => _session.Unreadable;

    /// <summary>What the stages leave for the rounds to come, once closed.</summary>
    public IReadOnlyDictionary<string, double>? State => _session.State;

    /// <summary>Whose group's sum the keepers did not open when the round was closed.</summary>
    public IReadOnlyList<ClientId> Unopened => _session.Unopened;

    /// <summary>Whose updates a stage left out of the sums when the round was closed.</summary>
    public IReadOnlyList<ClientId> Excluded => _session.Excluded;

    /// <summary>The aggregate of everything received.</summary>
    /// <exception cref="MalformedUpdateException">A group's sum cannot be read or is out of range.</exception>
    public ValueTask<Aggregate> CloseAsync() => _session.CloseAsync();
}
