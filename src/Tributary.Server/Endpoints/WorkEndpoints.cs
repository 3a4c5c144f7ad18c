using System.Runtime.CompilerServices;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>What a site asks for: runs it may take part in, and work.</summary>
internal sealed class WorkEndpoints(
    ServiceJournal journal, FieldRuns runs, CheckInDesk desk, Signatures signatures, PacingSettings pacing, ServerMetrics metrics,
    TimeProvider clock, CancellationToken stopping)
{
    private const int MostRuns = 1000;

    // Present sites, counted now and then: a number that changes slowly is not worth a sum at every check-in.
    private static readonly TimeSpan _countEvery = TimeSpan.FromSeconds(1);
    private readonly ConditionalWeakTable<RoundContext, RoundRoster> _rosters = [];
    private (DateTimeOffset At, int Sites) _present;

    public IEnumerable<Operation> Operations =>
    [
        new("GET", Routes.Offers, Access.Sites, "Lists the runs that the site may take part in.", ListOffersAsync)
        {
            Answer = ProtocolJson.Default.OffersMessage,
        },
        new("POST", Routes.Runs + "/{run}/consent", Access.Site, "Notes the site's decision on a run; the last one counts.", ConsentAsync)
        {
            Request = ProtocolJson.Default.ConsentMessage, Status = 204,
        },
        new("POST", Routes.CheckIn, Access.Sites, "Asks for work; the answer may be held back until there is some.", CheckInAsync)
        {
            Request = ProtocolJson.Default.CheckInRequest, Answer = ProtocolJson.Default.CheckInAnswer,
        },
    ];

    private Task ListOffersAsync(Call call)
    {
        string site = call.Caller.Name;
        IEnumerable<OfferMessage> offers = runs.OfferedTo(call.Caller).Where(host => host.State.Outcome is null)
            .OrderBy(host => host.Submitted.At).ThenBy(host => host.Submitted.Run, StringComparer.Ordinal)
            .Select(host => new OfferMessage(
                host.Submitted.Run, host.Submitted.Job, host.Submitted.JobText, host.Submitted.Model,
                NumberOf(host, site), host.Consents.ConsentOf(site)));
        return call.WriteAsync(new OffersMessage([.. offers]), ProtocolJson.Default.OffersMessage);
    }

    /// <summary>A site's number in a run; -1 for an evaluator.</summary>
    private static int NumberOf(RunHost host, string site) => Array.IndexOf([.. host.Submitted.Sites], site);

    private async Task ConsentAsync(Call call)
    {
        ConsentMessage message = await call.ReadAsync(ProtocolJson.Default.ConsentMessage);
        string site = call.Caller.Name, run = call["run"];
        RunHost host = runs.Find(run, call.Caller);
        if (host.State.Outcome is not null) throw Refuse.HasEnded(run);
        if (message.JobText != host.Submitted.JobText)
            throw Refuse.Malformed(
                "The decision is about another job than the run's. Read the job that the offer names, and decide on that.", 409);
        signatures.Check(site, new ConsentStatement(run, new ClientId(site), message.JobText, message.Approved), message.Signature);
        if (message.Member is { } member)
        {
            if (member.Site != site || !Convert.TryFromBase64String(member.Key, new byte[member.Key.Length], out _))
                throw Refuse.Malformed("The key that comes with the decision is of another site, or not base64.");
            signatures.Check(site, new MemberStatement(run, new ClientId(site), member.Key), member.Signature);
        }
        await journal.AppendAsync(
            state => state.Runs[run].Consents.GetValueOrDefault(site) is { } before && before.Approved == message.Approved
                && before.By == message.By && before.Member == message.Member
                ? null
                : new SiteConsented(
                    journal.Now, run, site, message.Approved, message.JobText, message.By, message.Signature, message.Reason,
                    message.Member),
            CancellationToken.None);
        if (!message.Approved && host.State.Round is { } round) await host.DropAsync(round.Id, site, DropReason.Refused);
        host.Wake();
        await call.DoneAsync();
    }

    private async Task CheckInAsync(Call call)
    {
        DateTimeOffset began = journal.Now;
        CheckInRequest request = await call.ReadAsync(ProtocolJson.Default.CheckInRequest);
        if (request.Runs.Count > MostRuns) throw Refuse.Malformed($"A check-in names at most {MostRuns} runs.");
        string site = call.Caller.Name;
        double hold = Math.Clamp(request.WaitSeconds, 0, pacing.HoldSeconds);
        InvitationMessage? work = await FindAsync(site, request.Runs, call.Cancellation);
        if (work is null && hold > 0) work = await HoldAsync(site, request.Runs, TimeSpan.FromSeconds(hold), call.Cancellation);
        metrics.CheckedIn(work is not null);
        if (work is not null)
            using (System.Diagnostics.Activity? span = metrics.Source.Begin("check-in", new RoundId(work.Run, work.Round), site, began))
                span?.Came("invited");
        await call.WriteAsync(new CheckInAnswer(work, Window(held: hold > 0)), ProtocolJson.Default.CheckInAnswer);
    }

    private async Task<InvitationMessage?> HoldAsync(
        string site, IReadOnlyList<string> names, TimeSpan hold, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping);
        using ITimer timer = clock.CreateTimer(_ => desk.Wake(site), null, hold, Timeout.InfiniteTimeSpan);
        metrics.Held(1);
        TaskCompletionSource mine = desk.Enter(site);
        try
        {
            if (await FindAsync(site, names, end.Token) is { } work) return work;
            await mine.Task.WaitAsync(end.Token);
            EnrolledSite now = journal.State.Sites[site];
            if (now.Revoked is { } reason) throw Refuse.Unknown(Caller.Unknown($"The access of '{site}' was revoked: {reason}"));
            return await FindAsync(site, names, end.Token);
        }
        finally
        {
            desk.Leave(site, mine);
            metrics.Held(-1);
        }
    }

    private async ValueTask<InvitationMessage?> FindAsync(string site, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        foreach (string name in names)
        {
            if (runs.FindFor(name, site) is not { } host) continue; // it has ended and been forgotten, or never was
            if (await host.CheckInAsync(site, cancellation) is { } invitation) return Message(host, site, invitation);
        }
        return null;
    }

    private InvitationMessage Message(RunHost host, string site, Invitation invitation)
    {
        RoundContext round = invitation.Context;
        RoundRoster roster = _rosters.GetValue(round, static round => new RoundRoster(round));
        Group group = roster.GroupOf(site);
        var message = new InvitationMessage(
            round.Round.Run, round.Round.Number, invitation.Question, invitation.Model, roster.Cohort,
            group.Number, [.. group.Members.Select(member => member.Value)], round.Seed,
            State: round.State.Count == 0 ? null : round.State);
        if (!invitation.Pipeline.HasSteps) return message;
        message = message with
        {
            Included = Names(invitation.Included),
            Step = invitation.Step,
            Asked = Names(invitation.Asked),
        };
        return host.Announce(message, roster.PeersOf(invitation, site));

        static string[]? Names(IReadOnlyList<ClientId>? clients) => clients?.Select(client => client.Value).ToArray();
    }

    /// <summary>
    /// When to come again: the more sites there are, the wider the window, so that so many a second come as were wished for.
    /// </summary>
    private RetryWindow Window(bool held)
    {
        (DateTimeOffset at, int sites) = _present;
        DateTimeOffset now = journal.Now;
        if (now - at >= _countEvery)
            _present = (now, sites = runs.All.Where(host => host.State.Outcome is null).Sum(host => host.Attendance.Count));
        double least = held ? 0 : 1, width = sites / pacing.CheckInsPerSecond;
        return new RetryWindow(least, least + (held ? width : Math.Max(1, width)));
    }
}
