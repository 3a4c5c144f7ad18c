using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>Which sites of a run are there, and whether a round should wait for those that are not yet.</summary>
internal sealed class Attendance(RunSubmitted run, ServiceJournal journal, PacingSettings pacing)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset? _enough;
    private bool _gathered;

    /// <summary>A site showed that it is there and ready for this run.</summary>
    public void Note(string site) => _seen[site] = journal.Now;

    /// <summary>When a site was there last, since the coordinator was started.</summary>
    public DateTimeOffset? LastSeen(string site) => _seen.TryGetValue(site, out DateTimeOffset at) ? at : null;

    /// <summary>How many sites are there.</summary>
    public int Count => run.Sites.Count(IsHere);

    /// <summary>Whether a client could be invited now; nobody can until those are there that a round waits for.</summary>
    public bool IsPresent(ClientId client) => _gathered && IsHere(client.Value);

    /// <summary>
    /// Decides whether a round should open with those that are there: at once where nobody else is expected, else after some time. Expected
    /// are those of the round before, or at the beginning all that have not declined.
    /// </summary>
    public void Gather(RunState state, int minimum)
    {
        if (Count < minimum)
        {
            (_enough, _gathered) = (null, false);
            return;
        }
        _enough ??= journal.Now;
        IEnumerable<string> expected = state.LastRound?.Cohort.Select(client => client.Value) ?? run.Sites;
        _gathered = journal.Now - _enough >= TimeSpan.FromSeconds(pacing.GatherSeconds)
            || expected.All(site => IsHere(site) || !MayCome(site));
    }

    /// <summary>A round has opened: the next one gathers anew.</summary>
    public void Opened() => (_enough, _gathered) = (null, false);

    /// <summary>Whether a site has agreed and been there lately.</summary>
    public bool IsHere(string site) =>
        _seen.TryGetValue(site, out DateTimeOffset at) && journal.Now - at <= TimeSpan.FromSeconds(pacing.PresenceSeconds)
            && IsAllowed(site) && journal.State.Runs[run.Run].IsApprovedBy(site);

    private bool MayCome(string site) => IsAllowed(site) && journal.State.Runs[run.Run].ConsentOf(site) is not "declined";

    private bool IsAllowed(string site) => journal.State.Sites.TryGetValue(site, out EnrolledSite? enrolled) && enrolled.Revoked is null;
}
