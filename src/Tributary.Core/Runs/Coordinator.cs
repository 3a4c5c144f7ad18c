using System.Security.Cryptography;

namespace Tributary.Core;

/// <summary>
/// Runs one job: asks the questions of its phases round by round, folds the answers and publishes models. All it knows is a fold over the
/// run's log, so it can be killed at any time and opened again.
/// </summary>
/// <remarks>
/// Safe for any number of threads, which take turns. It has no timer: rounds open in <see cref="TickAsync"/>, and deadlines pass whenever
/// anybody calls.
/// </remarks>
public sealed class Coordinator : ICoordinator, IDisposable
{
    private readonly RunSetup _setup;
    private readonly RunJournal _journal;
    private readonly ModelArchive _models;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ModelState? _model;
    private LiveRound? _live;
    private bool _followsLog;

    private Coordinator(RunSetup setup)
    {
        _setup = setup;
        _journal = new RunJournal(setup.Log, setup.Run);
        _models = new ModelArchive(setup.Models, setup.Begin);
    }

    /// <summary>The run as its log tells it.</summary>
    public RunState State => _journal.State;

    /// <summary>Starts a run whose log is empty; resumes one that has begun, with the updates it has already received.</summary>
    /// <exception cref="InvalidOperationException">The log belongs to another job.</exception>
    public static async ValueTask<Coordinator> OpenAsync(RunSetup setup, CancellationToken cancellation = default)
    {
        var coordinator = new Coordinator(setup);
        await coordinator.TakeTurnAsync(() => default, cancellation);
        return coordinator;
    }

    /// <summary>Does what is due: closes a round that is complete or late, opens the next one, or ends the run.</summary>
    /// <returns>The run afterwards.</returns>
    public async ValueTask<RunState> TickAsync(CancellationToken cancellation = default)
    {
        await TakeTurnAsync(() => State is { Round: null, Outcome: null } ? OpenRoundAsync() : default, cancellation);
        return State;
    }

    /// <inheritdoc/>
    public async ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation = default)
    {
        Invitation? invitation = null;
        await TakeTurnAsync(() =>
        {
            if (IsAwaited(client) || IsAwaitedKeeper(client))
                invitation = _live!.Invite(State.Model!.Model, _setup.LargestWeight, client, State.Round!);
            return default;
        }, cancellation);
        return invitation;
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation = default) =>
        _setup.Models.GetAsync(blob, cancellation);

    /// <inheritdoc/>
    public ValueTask<Receipt> SubmitAsync(
        RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation = default) =>
        SubmitAsync(round, client, body, BlobId.Of(body.Span), cancellation: cancellation); // before the turn: others need not wait

    /// <summary>Takes an update whose digest the caller has computed, in this process: it is not checked.</summary>
    /// <param name="round">The round it answers.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="body">The encoded update.</param>
    /// <param name="digest">The digest of <paramref name="body"/>.</param>
    /// <param name="signature">The client's signature of what it hands in, where it signs.</param>
    /// <param name="notes">What it has signed that is beside the update, by stage and digest; null where it does not sign.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask<Receipt> SubmitAsync(
        RoundId round, ClientId client, ReadOnlyMemory<byte> body, BlobId digest, string? signature = null,
        IReadOnlyDictionary<string, BlobId>? notes = null, CancellationToken cancellation = default)
    {
        DropReason? reason = null;
        await TakeTurnAsync(async () =>
        {
            if (IsAwaited(client, round) && State.Round!.AsksUpdate) await ReceiveAsync(client, body, digest, signature, notes);
            reason = await ReasonAgainstAsync(round, client, digest);
        }, cancellation);
        return new Receipt(digest, Accepted: reason is null, reason);
    }

    /// <summary>Looks whether clients have answered a step of the round, and goes on where that is enough.</summary>
    public ValueTask HearAsync(CancellationToken cancellation = default) => TakeTurnAsync(() => default, cancellation);

    /// <inheritdoc/>
    public ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation = default) =>
        TakeTurnAsync(() =>
            IsAwaited(client, round) || IsPreparing(client, round) ? DropAsync(client, reason)
            : IsAwaitedKeeper(client, round) ? _journal.AppendAsync([new KeeperDropped(Now, round, client, reason)])
            : default, cancellation);

    /// <summary>
    /// Notes what somebody with test data measured of the published model; a target that is reached ends the run at the next tick.
    /// </summary>
    public ValueTask EvaluateAsync(IReadOnlyDictionary<string, double> metrics, CancellationToken cancellation = default) =>
        TakeTurnAsync(() => _journal.AppendAsync([new ModelEvaluated(Now, State.LastRound?.Id.Number ?? 0, metrics)]), cancellation);

    /// <summary>
    /// Notes what an evaluator measured, if the model it measured is still the published one: once a model, however often it is told.
    /// </summary>
    /// <param name="evaluator">Who measured.</param>
    /// <param name="version">The number of the model.</param>
    /// <param name="metrics">What was measured, by name.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Whether it was noted: not where another model has been published since, none has been, or the run has ended.</returns>
    public async ValueTask<bool> EvaluateAsync(
        string evaluator, int version, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellation = default)
    {
        bool noted = false;
        await TakeTurnAsync(() =>
        {
            noted = State is { Outcome: null, PublishedRound: > 0 } && State.Model!.Number == version;
            bool known = State.Evaluators.TryGetValue(evaluator, out int round) && round == State.PublishedRound;
            return noted && !known ? _journal.AppendAsync([new ModelEvaluated(Now, State.PublishedRound, metrics, evaluator)]) : default;
        }, cancellation);
        return noted;
    }

    /// <summary>Ends the run now, whatever is open; nothing happens where it has ended.</summary>
    public ValueTask CancelAsync(string reason, CancellationToken cancellation = default) => TakeTurnAsync(async () =>
    {
        if (State.Outcome is not null) return;
        await _journal.AppendAsync([new RunFinished(Now, RunOutcome.Cancelled, reason)]);
        await ForgetUpdatesAsync(State.LastRound);
    }, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private DateTimeOffset Now => _setup.Clock.GetUtcNow();

    private bool IsAwaited(ClientId client, RoundId? round = null) =>
        State is { Outcome: null, Round: { Phase: RoundPhase.Open } open } && (round is null || open.Id == round)
            && open.Waiting.Contains(client);

    private bool IsPreparing(ClientId client, RoundId round) =>
        State is { Outcome: null, Round: { } open } && open.Id == round && open.IsPreparing(client);

    private bool IsAwaitedKeeper(ClientId client, RoundId? round = null) =>
        State is { Outcome: null, Round: { Phase: RoundPhase.Closed } closed } && (round is null || closed.Id == round)
            && closed.Keepers.Contains(client);

    /// <summary>One caller at a time, with what is due done first.</summary>
    private async ValueTask TakeTurnAsync(Func<ValueTask> act, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!_followsLog) await FollowLogAsync();
            _followsLog = false; // whoever fails in the middle leaves memory ahead of the log: the next one reads it again
            await AdvanceAsync();
            await act();
            await AdvanceAsync();
            _followsLog = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask FollowLogAsync()
    {
        _live = null;
        await _journal.ReadAsync();
        if (State.Model is null)
            await _journal.AppendAsync([new RunStarted(Now, _setup.Job, _setup.Seed, await _models.BeginAsync())]);
        else if (State.Seed != _setup.Seed)
            throw new InvalidOperationException(
                $"The log of run '{_setup.Run}' began with seed {State.Seed}, not {_setup.Seed}: it belongs to another job. " +
                "Resume it with the job it was started with.");
        _model = await _models.GetAsync(State.Model!);
        await ForgetUpdatesAsync(State.LastRound);
        if (State is { Outcome: null, Round: { } round }) await ResumeRoundAsync(round);
    }

    private ValueTask ResumeRoundAsync(RoundState round) =>
        NextQuestion() is { } question && question.Name == round.Question
            ? StartRoundAsync(question, round)
            : throw new InvalidOperationException(
                $"The log of run '{_setup.Run}' stopped in a round that asks '{round.Question}', " +
                "and the job would ask something else now. " +
                "Resume it with the job it was started with.");

    private Question? NextQuestion() => _setup.Phases.Select(phase => phase.Next(State)).FirstOrDefault(question => question is not null);

    private async ValueTask OpenRoundAsync()
    {
        Question? question = NextQuestion();
        IReadOnlyList<ClientId> due = question?.Selector.Due(_setup.Clients, State.RoundNumber + 1) ?? [],
            present = _setup.IsPresent is { } isPresent ? [.. due.Where(isPresent)] : due;
        if (question is null)
            await FinishAsync(RunOutcome.Completed, "Every question has been answered.");
        else if (_setup.Target is { Stop: true } target && target.IsReachedBy(State.Evaluation))
            await FinishAsync(RunOutcome.TargetReached, $"The target for '{target.Metric}' has been reached.");
        else if (_setup.Objection?.Invoke(State, question) is { } objection)
            await FinishAsync(RunOutcome.BudgetSpent, objection);
        else if (State.FailuresInARow >= _setup.FailuresInARow)
            await FinishAsync(RunOutcome.Failed, $"{State.FailuresInARow} rounds in a row failed. The last: {State.Failure!.Message}");
        else if (present.Count >= _setup.MinimumCohort || _setup.IsPresent is null)
            await AskAsync(question, present);
        else if (Now - State.At >= _setup.Patience)
            await FinishAsync(RunOutcome.Failed, RoundProblem.NobodyCame(present.Count, _setup));

        ValueTask FinishAsync(RunOutcome outcome, string reason) => _journal.AppendAsync([new RunFinished(Now, outcome, reason)]);
    }

    private async ValueTask AskAsync(Question question, IReadOnlyList<ClientId> present)
    {
        var id = new RoundId(_setup.Run, State.RoundNumber + 1);
        ulong seed = _setup.DrawsInSecret ? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) : _setup.Seed;
        (IReadOnlyList<ClientId> cohort, int wanted) = Cohort.Select(question, present, id.Number, seed);
        double? expected = question.Selector.SamplingProbability is null ? null : question.Selector.Expected(present.Count);
        await _journal.AppendAsync([new RoundOpened(Now, id, question.Name, State.Model!.Number, cohort, wanted, expected)]);
        await StartRoundAsync(question, State.Round!);
    }

    /// <summary>Plans a round that is in the log, and folds again what it had received.</summary>
    private async ValueTask StartRoundAsync(Question question, RoundState round)
    {
        if (round.Cohort.IsEmpty)
        {
            await FailRoundAsync(round, RoundProblem.NobodySelected());
            return;
        }
        try
        {
            _live = new LiveRound(question, round, _setup);
            await _live.OpenAsync();
            foreach (ClientId client in round.Cohort.Where(round.Received.ContainsKey))
                await _live.ReceiveAsync(client, await _setup.Updates.GetAsync(round.Received[client]));
        }
        catch (CompositionException e)
        {
            await FailRoundAsync(round, RoundProblem.DoesNotFit(e));
        }
        catch (KeyNotFoundException)
        {
            await FailRoundAsync(round, RoundProblem.UpdatesLost());
        }
    }

    /// <summary>Folds an update and notes it, or its client's drop.</summary>
    private async ValueTask ReceiveAsync(
        ClientId client, ReadOnlyMemory<byte> body, BlobId digest, string? signature, IReadOnlyDictionary<string, BlobId>? notes)
    {
        try
        {
            notes = await _live!.ReceiveAsync(client, body, notes);
        }
        catch (MalformedUpdateException)
        {
            await DropAsync(client, DropReason.Malformed);
            return;
        }
        await _setup.Updates.PutAsync(digest, body);
        await _journal.AppendAsync([new UpdateReceived(Now, State.Round!.Id, client, digest, body.Length, signature, notes)]);
    }

    private ValueTask DropAsync(ClientId client, DropReason reason) =>
        _journal.AppendAsync([new ClientDropped(Now, State.Round!.Id, client, reason)]);

    /// <summary>Why an update does not count, or null where it does: the same answer however often it is handed in.</summary>
    private async ValueTask<DropReason?> ReasonAgainstAsync(RoundId id, ClientId client, BlobId body)
    {
        RunState state = State;
        RoundState? round = state.Round?.Id == id ? state.Round : state.LastRound?.Id == id ? state.LastRound : null;
        if (round is null) return await _journal.FindAsync(id, client) == body ? null : DropReason.TooLate;
        if (round.Received.TryGetValue(client, out BlobId received)) return received == body ? null : DropReason.NotAsked;
        return round.Dropped.TryGetValue(client, out DropReason reason) ? reason
            : round.Waiting.Contains(client) ? DropReason.TooLate
            : DropReason.NotAsked;
    }

    /// <summary>Closes the open round where that is due, and makes a model of a closed one.</summary>
    private async ValueTask AdvanceAsync()
    {
        if (State is not { Outcome: null, Round: { } round }) return;
        DateTimeOffset now = Now;
        IPacing pacing = _live!.Question.Pacing;
        var steps = new RoundSteps(_journal, _live, _setup);
        if (round.Phase == RoundPhase.Open)
        {
            if (!await steps.PrepareAsync()) return;
            round = State.Round!;
            bool late = steps.IsLate(round);
            if (!late && !round.Waiting.IsEmpty && !pacing.ShouldClose(round, now)) return;
            DropReason reason = late ? DropReason.Deadline : DropReason.TooLate;
            IEnumerable<RunEvent> drops = round.Cohort.Where(round.Waiting.Contains)
                .Select(client => new ClientDropped(now, round.Id, client, reason));
            await _journal.AppendAsync([.. drops, Close(round, now)]);
        }
        if (State.Round!.Received.Count < _setup.MinimumCohort || await steps.FinishAsync()) await PublishAsync(State.Round);
    }

    private RoundClosed Close(RoundState round, DateTimeOffset now)
    {
        IReadOnlyList<ClientId> keepers = round.Received.Count < _setup.MinimumCohort || _live!.Pipeline.After is not [var first, ..]
            ? [] : _live.MembersOf(first, round.Received.ContainsKey);
        return keepers is [] ? new(now, round.Id) : new(now, round.Id, [.. round.Cohort.Where(round.Received.ContainsKey)], keepers);
    }

    private async ValueTask PublishAsync(RoundState round)
    {
        if (await AggregateAsync(round) is not { } aggregate) return;
        IReadOnlyDictionary<string, double> metrics = _live!.Question.Take(aggregate, _model!);
        ModelVersion version = await _models.PutAsync(_model!, State.Model!.Number + 1);
        IReadOnlyDictionary<string, BlobId>? documents = await _models.PutAsync(_live.Documents);
        BlobId[] before = [.. State.Blobs];
        await _journal.AppendAsync([new ModelPublished(Now, round.Id, version, metrics, _live.State, documents)]);
        _live = null;
        await ForgetUpdatesAsync(round);
        if (!_setup.KeepsHistory) await _models.ForgetAsync(before.Except(State.Blobs));
    }

    /// <summary>The aggregate of a closed round, or null where the round has failed instead.</summary>
    private async ValueTask<Aggregate?> AggregateAsync(RoundState round)
    {
        Problem problem;
        if (round.Received.Count < _setup.MinimumCohort)
        {
            problem = RoundProblem.TooFewUpdates(round, _setup.MinimumCohort);
        }
        else
        {
            try
            {
                Aggregate aggregate = await _live!.CloseAsync();
                ClientDropped[] lost =
                [
                    .. _live.Unreadable.Select(client => new ClientDropped(Now, round.Id, client, DropReason.Malformed)),
                    .. _live.Unopened.Select(client => new ClientDropped(Now, round.Id, client, DropReason.Unopened)),
                    .. _live.Excluded.Except(_live.Unopened).Except(_live.Unreadable)
                        .Select(client => new ClientDropped(Now, round.Id, client, DropReason.TooLarge)),
                ];
                if (lost is not []) await _journal.AppendAsync(lost);
                if (aggregate.Weight > 0) return aggregate;
                problem = RoundProblem.NoWeight(round);
            }
            catch (MalformedUpdateException e)
            {
                problem = RoundProblem.UnreadableSum(e);
            }
            catch (UnopenedSumException e)
            {
                problem = RoundProblem.Unopened(e);
            }
        }
        await FailRoundAsync(round, problem);
        return null;
    }

    private async ValueTask FailRoundAsync(RoundState round, Problem problem)
    {
        await _journal.AppendAsync([new RoundFailed(Now, round.Id, problem)]);
        _live = null;
        await ForgetUpdatesAsync(round);
    }

    /// <summary>Deletes the updates of a round that is over: what a single client sent is kept no longer than needed.</summary>
    private async ValueTask ForgetUpdatesAsync(RoundState? finished)
    {
        // All at once: they share the wait for the disk.
        await Task.WhenAll((finished?.Received.Values ?? []).Except(State.Round?.Received.Values ?? [])
            .Select(body => _setup.Updates.DeleteAsync(body).AsTask()));
    }
}
