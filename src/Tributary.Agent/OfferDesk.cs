using Tributary.Core;
using Tributary.Protocol;
using Tributary.Security;

namespace Tributary.Agent;

/// <summary>Looks through what the coordinator offers, decides with the site's policy and people, and tells the decisions.</summary>
internal sealed class OfferDesk(
    SiteFolder folder, AgentJournal journal, ICoordinatorService service, PreparedRuns runs, RunGuard guard, Action<AgentNotice> notify)
{
    private const string ByPolicy = "policy";

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal), _considered = new(StringComparer.Ordinal);

    /// <summary>Makes the runs ready that the site had approved before this process began.</summary>
    /// <remarks>The configuration may have changed meanwhile: what it forbids now is not gone on with.</remarks>
    public async ValueTask PrepareApprovedAsync(CancellationToken cancellation)
    {
        foreach (MemberState member in journal.State.Runs.Values.Where(run => run.IsActive && !runs.Has(run.Run)).ToArray())
            if (_considered.Add(member.Run))
                await guard.DoAsync(member.Run, async () =>
                {
                    (SiteJob job, PolicyDecision decision) = await runs.ReadAsync(member, cancellation);
                    if (decision.Verdict == Verdict.Declined) await DeclineAsync(member, ByPolicy, decision.Reason, cancellation);
                    else await runs.PrepareAsync(member, job, cancellation);
                }, cancellation);
    }

    /// <summary>Reads the offers, decides on what is open, and tells what the coordinator does not know.</summary>
    public async ValueTask WorkAsync(CancellationToken cancellation)
    {
        IReadOnlyList<OfferMessage> offers =
            [.. (await service.ReadOffersAsync(cancellation)).Where(offer => SiteName.IsValid(offer.Run))];
        foreach (OfferMessage offer in offers)
            await guard.DoAsync(offer.Run, async () =>
            {
                MemberState member = await SeeAsync(offer, cancellation);
                if (member.IsOver) return;
                if (IsOpen(member)) await DecideAsync(member, cancellation);
                await TellAsync(offer, cancellation);
            }, cancellation);
        foreach (MemberState member in journal.State.Runs.Values
            .Where(member => !member.IsOver && !offers.Any(offer => offer.Run == member.Run)).ToArray())
            await guard.EndAsync(member.Run, "The coordinator offers the run no longer: it has ended.", cancellation);
    }

    private bool IsOpen(MemberState member) =>
        member.Approved is null || (member is { Approved: false, DecidedBy: ByPolicy } && !_considered.Contains(member.Run));

    private async ValueTask<MemberState> SeeAsync(OfferMessage offer, CancellationToken cancellation)
    {
        if (!journal.State.Runs.TryGetValue(offer.Run, out MemberState? member))
        {
            await service.DownloadAsync(offer.JobText, null, cancellation);
            await journal.AppendAsync(
                new JobSeen(journal.Now, offer.Run, offer.Job, offer.JobText, offer.Model, offer.Number), cancellation);
        }
        else if (!member.IsOver && (member.JobText, member.ModelFile, member.Number) != (offer.JobText, offer.Model, offer.Number))
        {
            await guard.LeaveAsync(offer.Run, ProblemCodes.RefusedBySite,
                "The coordinator offers the run with another job, model or number than before, and this site decided on what it had read.",
                cancellation);
        }
        return journal.State.Runs[offer.Run];
    }

    private async ValueTask DecideAsync(MemberState member, CancellationToken cancellation)
    {
        Decision? decided = folder.Decisions.Find(member.Run);
        if (decided is null && _asked.Contains(member.Run)) return;
        string by = ByPolicy;
        try
        {
            (SiteJob job, PolicyDecision decision) = await runs.ReadAsync(member, cancellation);
            if (decision.Verdict == Verdict.Declined) throw new SiteException(ProblemCodes.RefusedBySite, "$", decision.Reason);
            if (decision.Verdict == Verdict.NeedsPerson)
            {
                if (decided?.Run != member.Run || decided.JobText != member.JobText)
                {
                    await AskAsync(member, job);
                    return;
                }
                by = decided.By;
                if (!decided.Approved)
                    throw new SiteException(ProblemCodes.RefusedBySite, "$", decided.Reason ?? $"{by} does not agree to this job.");
            }
            await runs.PrepareAsync(member, job, cancellation);
        }
        catch (SiteException e)
        {
            await DeclineAsync(member, by, e.Message, cancellation);
            return;
        }
        await journal.AppendAsync(new ConsentGiven(journal.Now, member.Run, member.JobText, by), cancellation);
        folder.Decisions.Forget(member.Run);
        notify(new AgentNotice(AgentNoticeKind.Approved, member.Run, $"This site takes part in '{member.Job}' ({by})."));
    }

    private ValueTask AskAsync(MemberState member, SiteJob job)
    {
        folder.Decisions.Offer(member.Run, System.Text.Encoding.UTF8.GetBytes(job.Text));
        if (_asked.Add(member.Run))
            notify(new AgentNotice(AgentNoticeKind.NeedsPerson, member.Run,
                $"The job '{member.Job}' waits for a person. See what it would do with 'join --explain', and approve or decline it."));
        return default;
    }

    private async ValueTask DeclineAsync(MemberState member, string by, string reason, CancellationToken cancellation)
    {
        _considered.Add(member.Run);
        runs.Remove(member.Run);
        if (member.Approved != false || member.Reason != reason)
            await journal.AppendAsync(new ConsentDeclined(journal.Now, member.Run, member.JobText, by, reason), cancellation);
        folder.Decisions.Forget(member.Run);
        notify(new AgentNotice(AgentNoticeKind.Declined, member.Run,
            $"This site does not take part in '{member.Job}' ({by}): {reason}", ProblemCodes.RefusedBySite));
    }

    private async ValueTask TellAsync(OfferMessage offer, CancellationToken cancellation)
    {
        if (folder.Identity.IsEvaluator) return; // nobody waits for it, and what it agrees to it measures
        MemberState member = journal.State.Runs[offer.Run];
        if (member is not { Approved: { } approved, DecidedBy: { } by } || offer.Consent == (approved ? "approved" : "declined")) return;
        ReadOnlyMemory<byte>? key = approved ? await KeyAsync(offer.Run, cancellation) : null;
        await service.ConsentAsync(offer.Run, member.JobText, approved, by, member.Reason, key, cancellation);
    }

    /// <summary>The key that others will seal messages to, kept before anybody is told of it.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> KeyAsync(string run, CancellationToken cancellation)
    {
        using BoxKey key = await RunKey.OfAsync(new JournalSafe(journal, run), cancellation);
        return key.PublicKey;
    }
}
