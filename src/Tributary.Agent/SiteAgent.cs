using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Storage;

namespace Tributary.Agent;

/// <summary>
/// A site's part in a federation: looks for jobs, decides with policy and people, trains on the site's own data and sends updates; an
/// evaluator measures published models instead. It dials out and listens nowhere; all it knows is a fold over its journal, so it can be
/// killed at any time.
/// </summary>
public sealed class SiteAgent : IDisposable
{
    private const double Shortest = 0.25, Longest = 3600;

    private static readonly RetryWindow _afterFailure = new(15, 45);
    private static readonly TimeSpan _whilePeopleDecide = TimeSpan.FromSeconds(5);

    private readonly SiteFolder _folder;
    private readonly AgentJournal _journal;
    private readonly ICoordinatorService _service;
    private readonly AgentOptions _options;
    private readonly SitePolicy _policy;
    private readonly PreparedRuns _runs;
    private readonly RunGuard _guard;
    private readonly OfferDesk _desk;
    private readonly EvaluationDesk _evaluations;
    private bool _idle = true;
    private bool? _reached;

    /// <summary>Prepares an agent; nothing happens yet.</summary>
    /// <param name="folder">The site's folder.</param>
    /// <param name="store">Where the agent keeps its journal and its blobs; stays the caller's.</param>
    /// <param name="service">The coordinator; stays the caller's.</param>
    /// <param name="options">How it works.</param>
    /// <exception cref="SiteException">The site's configuration cannot be used.</exception>
    public SiteAgent(SiteFolder folder, AgentStore store, ICoordinatorService service, AgentOptions options)
    {
        var problems = new List<Problem>();
        SiteConfiguration site = folder.ReadConfiguration(options.Catalog, problems) ?? throw new SiteException(problems);
        _folder = folder;
        _service = service;
        _options = options;
        _policy = site.Policy;
        _journal = new AgentJournal(store, options.Clock);
        _runs = new PreparedRuns(
            folder, _journal, service, new SiteJobReader(options.Catalog, options.Data, folder.Path, site), options);
        _guard = new RunGuard(folder, _journal, _runs, Notify);
        _desk = new OfferDesk(folder, _journal, service, _runs, _guard, Notify);
        _evaluations = new EvaluationDesk(service, _runs, _guard, Notify);
    }

    /// <summary>Everything the agent knows.</summary>
    public AgentState State => _journal.State;

    /// <summary>Works as the site of a folder, with the store that is in it, until it is stopped.</summary>
    /// <param name="folder">The site's folder; one agent at a time.</param>
    /// <param name="options">How it works.</param>
    /// <param name="cancellation">Stops it; what is under way is in the journal, or will be done again.</param>
    /// <exception cref="SiteException">The coordinator will not speak with this site, or its folder cannot be used.</exception>
    /// <exception cref="StorageException">Its store cannot be opened.</exception>
    public static async Task RunAsync(SiteFolder folder, AgentOptions options, CancellationToken cancellation)
    {
        await using var file = SqliteStore.Open(folder.StorePath, new SqliteStoreOptions { Clock = options.Clock });
        var store = AgentStore.In(file);
        using var service = new HttpCoordinatorService(folder, store, options.Clock);
        using var agent = new SiteAgent(folder, store, service, options);
        await agent.RunAsync(cancellation);
    }

    /// <summary>Works until it is stopped. A coordinator that cannot be reached is waited for.</summary>
    /// <exception cref="SiteException">The coordinator will not speak with this site, or another agent works in its folder.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using FileStream alone = _folder.Lock();
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                TimeSpan pause = await TryTurnAsync(cancellation);
                if (pause > TimeSpan.Zero) await Task.Delay(pause, _options.Clock, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was under way is in the journal, or will be done again.
        }
    }

    /// <summary>Does what is due: sends what was left, decides on offers, asks for work and does it.</summary>
    /// <returns>How long to wait before the next turn.</returns>
    public async ValueTask<TimeSpan> TurnAsync(CancellationToken cancellation)
    {
        await _journal.OpenAsync(cancellation);
        if (await _service.RenewAsync(cancellation))
            Notify(new AgentNotice(AgentNoticeKind.Renewed, null, "The site has a new certificate."));
        await _desk.PrepareApprovedAsync(cancellation);
        foreach (MemberState member in State.Runs.Values.Where(member => member.IsActive && !member.Pending.IsEmpty).ToArray())
            if (_runs.Find(member.Run) is { } run)
                await _guard.DoAsync(member.Run, () => run.ResumeAsync(_service, cancellation), cancellation);
        if (_idle) await _desk.WorkAsync(cancellation);
        await _evaluations.WorkAsync(cancellation);
        CheckInAnswer answer = await _service.CheckInAsync(new CheckInRequest(Hold.TotalSeconds, _runs.Names), cancellation);
        _idle = answer.Invitation is null;
        if (answer.Invitation is not { } invitation) return Draw(answer.Retry);
        return await AnswerAsync(invitation, cancellation) ? TimeSpan.Zero : Draw(_afterFailure);
    }

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    /// <summary>How long an answer may be held back: a person's decision is seen only between two check-ins.</summary>
    private TimeSpan Hold => _folder.Decisions.Waiting is not [] && _whilePeopleDecide < _options.Hold ? _whilePeopleDecide : _options.Hold;

    private async ValueTask<TimeSpan> TryTurnAsync(CancellationToken cancellation)
    {
        try
        {
            TimeSpan pause = await TurnAsync(cancellation);
            if (_reached != true) Notify(new AgentNotice(AgentNoticeKind.Connected, null, "The coordinator answers."));
            _reached = true;
            return pause;
        }
        catch (UnreachableException e)
        {
            if (_reached != false) Notify(new AgentNotice(AgentNoticeKind.Unreachable, null, e.Message, ProblemCodes.Unreachable));
            _reached = false;
        }
        catch (ProtocolException e) when (IsFinal(e))
        {
            throw new SiteException(e.Problem.Code, "$", e.Message, e);
        }
        catch (Exception e) when (e is ProtocolException || (_journal.IsBehind && e is not OperationCanceledException))
        {
            Notify(new AgentNotice(AgentNoticeKind.Failed, null, e.Message, RunGuard.CodeOf(e)));
        }
        _idle = true; // what is offered may have changed meanwhile
        return Draw(_afterFailure);
    }

    /// <summary>Works on an invitation.</summary>
    /// <returns>Whether it was answered.</returns>
    private async ValueTask<bool> AnswerAsync(InvitationMessage message, CancellationToken cancellation)
    {
        if (_runs.Find(message.Run) is not { } run) return false;
        bool worked = false;
        await _guard.DoAsync(message.Run, async () =>
        {
            if (Plan(run, message, out string? refusal) is not { } invitation)
            {
                await run.DeclineAsync(_service, message.Round, DropReason.Refused, cancellation);
                throw new SiteException(ProblemCodes.RefusedBySite, "$", refusal!);
            }
            if (!invitation.AsksUpdate)
            {
                Notify(new AgentNotice(AgentNoticeKind.Working, message.Run, invitation.Included is { } included
                    ? $"Round {message.Round} has closed: this site helps to open the sum of {included.Count} updates."
                    : $"Round {message.Round} prepares '{message.Question}': {invitation.Step}."));
                await run.AnswerStepAsync(_service, invitation, cancellation);
                worked = true;
                return;
            }
            Notify(new AgentNotice(AgentNoticeKind.Working, message.Run, $"Round {message.Round} asks '{message.Question}'."));
            Receipt receipt = await run.AnswerAsync(_service, invitation, cancellation);
            Notify(receipt.Accepted
                ? new AgentNotice(AgentNoticeKind.Accepted, message.Run, $"The answer to round {message.Round} counts.")
                : new AgentNotice(AgentNoticeKind.Dropped, message.Run,
                    $"The answer to round {message.Round} does not count: {receipt.Reason}."));
            worked = true;
        }, cancellation);
        return worked;
    }

    private Invitation? Plan(SiteRun run, InvitationMessage message, out string? refusal)
    {
        refusal = null;
        int last = State.Runs[message.Run].LastRound;
        if (message.Included is { } included)
        {
            if (message.Round < last)
                refusal = $"The coordinator asks to open round {message.Round}, and round {last} has begun since: " +
                    "what was not opened stays so.";
            else if (included.Count < _policy.MinimumCohort)
                refusal = $"The sum is of {included.Count} sites, and this site's policy wants at least {_policy.MinimumCohort}.";
        }
        else if (message.Round <= last)
            refusal = $"The coordinator asks for round {message.Round} again, which this site has answered: " +
                "a second answer would tell more.";
        else if (message.Cohort < _policy.MinimumCohort)
            refusal = $"The round has {message.Cohort} sites, and this site's policy wants at least {_policy.MinimumCohort}.";
        if (refusal is not null) return null;
        try
        {
            Invitation invitation = run.Plan(message);
            refusal = new SpentPrivacy(_policy).Refusal(State, invitation, run.DataName);
            return refusal is null ? invitation : null;
        }
        catch (Exception e) when (e is InvalidDataException or CompositionException)
        {
            refusal = e.Message;
            return null;
        }
    }

    /// <summary>Whether the coordinator will not speak with this site at all.</summary>
    private static bool IsFinal(ProtocolException e) =>
        e.Problem.Code is ProblemCodes.Unauthenticated or ProblemCodes.Forbidden or ProblemCodes.WrongProtocolVersion;

    private void Notify(AgentNotice notice) => _options.OnNotice?.Invoke(notice);

    /// <summary>A moment within a window, never the same for two sites, and never at once, whatever the coordinator says.</summary>
    private static TimeSpan Draw(RetryWindow window)
    {
        if (!double.IsFinite(window.MinimumSeconds) || !double.IsFinite(window.MaximumSeconds)) window = _afterFailure;
        double least = Math.Clamp(window.MinimumSeconds, Shortest, Longest), most = Math.Clamp(window.MaximumSeconds, least, Longest);
        return TimeSpan.FromSeconds(least + ((most - least) * RandomNumberGenerator.GetInt32(0, 1001) / 1000.0));
    }
}
