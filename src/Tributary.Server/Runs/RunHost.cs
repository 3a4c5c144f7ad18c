using System.Collections.Frozen;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>
/// One run at work: its coordinator, and the loop that opens rounds when sites are there and closes them when it is time.
/// </summary>
internal sealed class RunHost : IAsyncDisposable
{
    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(1), _longestWait = TimeSpan.FromMinutes(1);

    private readonly RunSurroundings _around;
    private readonly RunLedger _ledger;
    private readonly RunJournalist _journalist;
    private readonly Signal _signal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _updatesInMemory;
    private readonly RunSecret _secret;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Coordinator? _coordinator;
    private FieldJob? _job;
    private readonly FrozenSet<string> _sites;
    private RoundBodies? _bodies;
    private RoundId? _announced;
    private (RoundId Round, RoundPhase Phase, string? Step)? _asked;
    private (int Model, RunOutcome? Outcome)? _shown;
    private Task _loop = Task.CompletedTask;

    public RunHost(RunSurroundings around, RunSubmitted submitted)
    {
        _around = around;
        Submitted = submitted;
        _sites = submitted.Sites.ToFrozenSet(StringComparer.Ordinal);
        _ledger = new RunLedger(submitted.Run, around.Key);
        _journalist = new RunJournalist(around, submitted.Run);
        Log = new RunLog(around.Store.Runs, submitted.Run, _ledger, _journalist.Write);
        Attendance = new Attendance(submitted, around.Journal, around.Settings.Pacing);
        Uploads = new RoundUploads(around, submitted.Run);
        Mail = new RoundMail(around, submitted.Run);
        _secret = new RunSecret(around.RunKey.Span, submitted.Run);
        _updatesInMemory = new SemaphoreSlim(around.Settings.Limits.UpdatesInMemory);
    }

    public RunSubmitted Submitted { get; }

    public RunLog Log { get; }

    public Attendance Attendance { get; }

    /// <summary>Updates that are on their way.</summary>
    public RoundUploads Uploads { get; }

    /// <summary>Messages between sites.</summary>
    public RoundMail Mail { get; }

    /// <summary>The job, once it has been read.</summary>
    public FieldJob? Job => Volatile.Read(ref _job);

    /// <summary>The run as its log tells it.</summary>
    public RunState State => Log.State;

    public SubmittedRun Consents => _around.Journal.State.Runs[Submitted.Run];

    /// <summary>Reads the log and begins to work, unless the run has ended.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await Log.OpenAsync(cancellation);
        _journalist.Resume(State.Round);
        if (_around.Heads.Follow(Submitted.Run, _ledger, _around.Settings.AcceptsOlderLog) is { } lost)
        {
            Server.Log.OlderLog(_around.Logger, Submitted.Run, Log.Version, lost.Size);
            await _around.Journal.AppendAsync(
                _ => new LedgerRestarted(_around.Journal.Now, Submitted.Run, lost.Size, lost.Root.ToBase64()), cancellation);
            _around.Heads.Keep(Submitted.Run, _ledger.Head()); // accepted once for all, also of a run that has ended
        }
        await HoldBlobsAsync(cancellation);
        if (State.Outcome is not null) return;
        _loop = Task.Run(RunAsync, CancellationToken.None);
        await _opened.Task.WaitAsync(cancellation);
    }

    /// <summary>Deletes updates and messages that a kill left behind at the end of the run; one that goes on does so itself.</summary>
    public async Task TidyAsync(CancellationToken cancellation)
    {
        if (State.Outcome is null) return;
        foreach (BlobId update in State.LastRound?.Received.Values ?? [])
            if (await _around.Store.Blobs.StatAsync(update, cancellation) is not null)
                await _around.Blobs.ReleaseAsync(update, $"{Submitted.Run}/updates");
        if (State.LastRound is { } last) await Mail.TidyAsync(last.Id, cancellation);
    }

    /// <summary>Something has changed that may let the run go on.</summary>
    public void Wake() => _signal.Give();

    /// <summary>Whether a site is on the run's list.</summary>
    public bool Has(string site) => _sites.Contains(site);

    /// <summary>Whether the open round waits for a site's update, or for its answer to a step before it.</summary>
    public bool IsAwaited(string site) =>
        State is { Outcome: null, Round: { Phase: RoundPhase.Open } open }
            && open.Waiting.Contains(new ClientId(site)) && Consents.IsApprovedBy(site);

    /// <summary>Whether the closed round waits for what a site tells as a keeper.</summary>
    private bool IsAwaitedKeeper(string site) =>
        State is { Outcome: null, Round: { Phase: RoundPhase.Closed } closed }
            && closed.Keepers.Contains(new ClientId(site)) && Consents.IsApprovedBy(site);

    /// <summary>The work for a site, if the round waits for it. Does not take the coordinator's turn where it does not.</summary>
    public async ValueTask<Invitation?> CheckInAsync(string site, CancellationToken cancellation)
    {
        if (Attendance.Note(site) && State.Round is null) Wake(); // it may be the one that the round waits for
        return (IsAwaited(site) || IsAwaitedKeeper(site)) && _coordinator is { } coordinator
            ? await coordinator.CheckInAsync(new ClientId(site), cancellation)
            : null;
    }

    /// <summary>Adds to an invitation what sites must be able to hold each other against, and signs it.</summary>
    /// <param name="invitation">The invitation.</param>
    /// <param name="peers">The members of the group whose keys the site needs.</param>
    public InvitationMessage Announce(InvitationMessage invitation, IReadOnlySet<string> peers)
    {
        SubmittedRun run = Consents;
        invitation = invitation with
        {
            Members = [.. invitation.GroupMembers.Where(peers.Contains).Select(name => run.Consents.GetValueOrDefault(name)?.Member)
                .OfType<MemberMessage>()],
        };
        return invitation with { Signature = _around.Key.Sign(Submitted.Run, RoundStatement.Of(invitation)).ToString() };
    }

    /// <summary>A client may have answered a step.</summary>
    public async Task HearAsync()
    {
        if (Volatile.Read(ref _coordinator) is { } coordinator) await coordinator.HearAsync(CancellationToken.None);
        Wake();
    }

    /// <summary>The most bytes that an update of the open round can have.</summary>
    public long LongestBody(RoundState round) => BodiesOf(round).Longest;

    /// <summary>Hands in an update whose signature has been checked and whose body has been uploaded.</summary>
    public async Task<Receipt> SubmitAsync(
        RoundId round, string site, BlobId body, long length, string signature, CancellationToken cancellation)
    {
        Coordinator coordinator = Volatile.Read(ref _coordinator) ?? throw Refuse.NotNow($"The run '{round.Run}' is being opened.");
        Attendance.Note(site);
        var client = new ClientId(site);
        await _updatesInMemory.WaitAsync(cancellation);
        Receipt receipt;
        ReceivedBody? received = null;
        try
        {
            // Whoever is not awaited cannot become so: then nothing but the answer matters, and the body is not read.
            bool awaited = IsAwaited(site) && State.Round is { AsksUpdate: true } asking && asking.Id == round;
            if (awaited) received = await Uploads.ReadAsync(round, site, body, cancellation);
            ReadOnlyMemory<byte> content = received?.Content ?? default;
            if (awaited && content.Length != length)
                throw Refuse.Malformed($"The update has {content.Length} bytes, and the request says {length}.", 422);
            bool spent = State.Round is { } open && BodiesOf(open).AreSpent;
            receipt = await coordinator.SubmitAsync(round, client, content, body, signature, CancellationToken.None);
            if (spent) received?.Return();
        }
        finally
        {
            _updatesInMemory.Release();
        }
        await Uploads.ForgetAsync(round, site, body);
        _around.Metrics.HandedIn(receipt.Accepted);
        Wake();
        return receipt;
    }

    /// <summary>The proof that the log holds what it says about a site's update.</summary>
    public async ValueTask<LedgerEntry?> ProveAsync(RoundId round, string site, CancellationToken cancellation)
    {
        if (_ledger.Prove(round, site) is { } entry) return entry;
        long index = 0;
        await foreach (RunEvent e in _around.Store.Runs.ReadAsync(Submitted.Run, 0, cancellation))
        {
            if (e is UpdateReceived update && update.Round == round && update.Client.Value == site)
                return _ledger.Prove(index, RunLedger.LeafOf(e));
            index++;
        }
        return null;
    }

    /// <summary>The signed head of the run's ledger.</summary>
    public string Checkpoint() => _ledger.Head();

    /// <summary>A site leaves a round, or is made to.</summary>
    public async Task DropAsync(RoundId round, string site, DropReason reason)
    {
        if (Volatile.Read(ref _coordinator) is not { } coordinator || State.Outcome is not null) return;
        await coordinator.DeclineAsync(round, new ClientId(site), reason, CancellationToken.None);
        Wake();
    }

    /// <summary>Notes what an evaluator measured.</summary>
    /// <returns>Whether the model that it measured is still the published one.</returns>
    public async Task<bool> EvaluateAsync(string evaluator, int version, IReadOnlyDictionary<string, double> metrics)
    {
        Coordinator coordinator = Volatile.Read(ref _coordinator) ?? throw Refuse.NotNow($"The run '{Submitted.Run}' is being opened.");
        bool noted = await coordinator.EvaluateAsync(evaluator, version, metrics, CancellationToken.None);
        if (noted) Wake(); // the target may have been reached
        return noted;
    }

    public async Task CancelAsync(string reason)
    {
        Coordinator coordinator = Volatile.Read(ref _coordinator) ?? throw Refuse.NotNow($"The run '{Submitted.Run}' is being opened.");
        await coordinator.CancelAsync(reason, CancellationToken.None);
        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _coordinator?.Dispose();
        _secret.Dispose();
        _updatesInMemory.Dispose();
        Mail.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using ITimer timer = _around.Clock.CreateTimer(
            _ => _signal.Give(), null,
                TimeSpan.FromSeconds(_around.Settings.Pacing.TickSeconds), TimeSpan.FromSeconds(_around.Settings.Pacing.TickSeconds));
        TimeSpan wait = _firstWait;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_coordinator is null) await OpenAsync();
                await TickAsync();
                wait = _firstWait;
                _opened.TrySetResult();
                if (State.Outcome is not null) return;
                await _signal.WaitAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // stopping
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Server.Log.RunStuck(_around.Logger, Submitted.Run, wait, e); // others go on
                _opened.TrySetResult();
                await Task.Delay(wait, _around.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = wait * 2 < _longestWait ? wait * 2 : _longestWait;
            }
        }
        _opened.TrySetResult();
    }

    private RoundBodies BodiesOf(RoundState round)
    {
        if (Volatile.Read(ref _bodies) is { } known && known.Round == round.Id) return known;
        RoundBodies bodies = Job?.BodiesOf(round) ?? new RoundBodies(round.Id, 0, AreSpent: false);
        Volatile.Write(ref _bodies, bodies);
        return bodies;
    }

    private async Task OpenAsync()
    {
        var problems = new List<Problem>();
        ReadOnlyMemory<byte> text = await _around.Store.Blobs.GetAsync(Submitted.JobText, _stop.Token);
        ReadOnlyMemory<byte> model = await _around.Store.Blobs.GetAsync(Submitted.Model, _stop.Token);
        FieldJob job = FieldJob.Read(System.Text.Encoding.UTF8.GetString(text.Span), model, _around.Settings.Questions, problems)
            ?.For(Submitted.Sites.Count, problems)
            ?? throw new InvalidDataException($"The job of run '{Submitted.Run}' cannot be read any more: {problems[0].Message}");
        Volatile.Write(ref _job, job);
        Volatile.Write(ref _coordinator, await Coordinator.OpenAsync(Setup(job), CancellationToken.None));
    }

    private async Task TickAsync()
    {
        Coordinator coordinator = _coordinator!;
        if (coordinator.State.Round is null && Attendance.Gather(coordinator.State, Job!.Spec.MinimumCohort)) Wake();
        RunState state = await coordinator.TickAsync(CancellationToken.None);
        await Uploads.ForgetBeforeAsync(state.Round?.Id);
        await Mail.ForgetBeforeAsync(state.Round?.Id);
        if (_shown != (state.Model!.Number, state.Outcome))
        {
            _shown = (state.Model.Number, state.Outcome);
            _around.WakeEvaluators();
            _around.Heads.Keep(Submitted.Run, _ledger.Head());
        }
        if (state.Round is not { } round) return;
        if (round.Id != _announced && round.Phase == RoundPhase.Open)
        {
            _announced = round.Id;
            Attendance.Opened();
        }
        if (_asked == (round.Id, round.Phase, round.Step)) return;
        _asked = (round.Id, round.Phase, round.Step);
        foreach (ClientId client in round.Phase == RoundPhase.Open ? round.Waiting : round.Keepers) _around.Desk.Wake(client.Value);
    }

    private RunSetup Setup(FieldJob job) => new()
    {
        Run = Submitted.Run,
        Job = job.Spec.Name,
        Seed = job.Spec.Seed,
        Phases = job.Questions.Phases,
        Clients = [.. Submitted.Sites.Select(site => new ClientId(site))],
        IsPresent = Attendance.IsPresent,
        LongestRound = TimeSpan.FromSeconds(job.Spec.Field.LongestRoundSeconds),
        Patience = TimeSpan.FromSeconds(job.Spec.Field.PatienceSeconds),
        Begin = job.Begin,
        LargestWeight = job.LargestWeight,
        Target = job.Spec.Evaluate.Target,
        MinimumCohort = job.Spec.MinimumCohort,
        Objection = job.Privacy is { } privacy ? privacy.Objection : null,
        DrawsInSecret = job.Privacy is not null,
        Secret = _secret,
        Threads = _around.Settings.Threads,
        Log = Log,
        Models = _around.Blobs.For($"{Submitted.Run}/models"),
        Updates = _around.Blobs.For($"{Submitted.Run}/updates"),
        Channel = Mail,
        KeyOf = KeyOf,
        Clock = _around.Clock,
    };

    private ReadOnlyMemory<byte>? KeyOf(ClientId site) =>
        Consents.Consents.GetValueOrDefault(site.Value)?.Member is { } member ? Convert.FromBase64String(member.Key) : null;

    /// <summary>What this run needs stays, whatever other runs delete.</summary>
    private async Task HoldBlobsAsync(CancellationToken cancellation)
    {
        await _around.Blobs.HoldAsync(Submitted.JobText, $"{Submitted.Run}/job");
        await _around.Blobs.HoldAsync(Submitted.Model, $"{Submitted.Run}/job");
        if (State.Model is not { } model) return;
        await _around.Blobs.HoldAsync(model.Model, $"{Submitted.Run}/models");
        await _around.Blobs.HoldAsync(model.Optimizer, $"{Submitted.Run}/models");
        if (State.Round is not { } round) return;
        await Mail.ResumeAsync(round.Id, cancellation);
        foreach (BlobId update in round.Received.Values) await _around.Blobs.HoldAsync(update, $"{Submitted.Run}/updates");
    }
}
