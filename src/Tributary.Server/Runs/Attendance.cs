using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>Which sites of a run are there, and whether a round should wait for those that are not yet.</summary>
internal sealed class Attendance(RunSubmitted run, ServiceJournal journal, PacingSettings pacing)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private int _wanted, _newcomers; // how many more were needed when they were last counted, and have come since
    private DateTimeOffset? _enough;
    private bool _gathered;

    /// <summary>A site showed that it is there and ready for this run.</summary>
    /// <returns>Whether so many have come that it is worth counting: to count at every sign of life costs all of them, squared.</returns>
    public bool Note(string site)
    {
        DateTimeOffset now = journal.Now;
        bool here = _seen.TryGetValue(site, out DateTimeOffset before) && IsLately(before, now);
        _seen[site] = now;
        return !here && Interlocked.Increment(ref _newcomers) >= Volatile.Read(ref _wanted);
    }

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
    /// <returns>Whether somebody has come meanwhile, so that it is worth deciding again.</returns>
    public bool Gather(RunState state, int minimum)
    {
        Volatile.Write(ref _newcomers, 0); // before counting: who comes meanwhile is counted twice rather than not at all
        int count = Count;
        if (count < minimum)
        {
            (_enough, _gathered) = (null, false);
            return HaveCome(minimum - count);
        }
        _enough ??= journal.Now;
        IEnumerable<string> expected = state.LastRound?.Cohort.Select(client => client.Value) ?? run.Sites;
        int missing = expected.Count(site => !IsHere(site) && MayCome(site));
        _gathered = missing == 0 || journal.Now - _enough >= TimeSpan.FromSeconds(pacing.GatherSeconds);
        return !_gathered && HaveCome(missing);
    }

    /// <summary>A round has opened: the next one gathers anew.</summary>
    public void Opened() => (_enough, _gathered) = (null, false);

    /// <summary>Whether a site has agreed and been there lately.</summary>
    public bool IsHere(string site) =>
        _seen.TryGetValue(site, out DateTimeOffset at) && IsLately(at, journal.Now)
            && IsAllowed(site) && journal.State.Runs[run.Run].IsApprovedBy(site);

    private bool HaveCome(int wanted)
    {
        Volatile.Write(ref _wanted, wanted);
        return Volatile.Read(ref _newcomers) >= wanted;
    }

    private bool MayCome(string site) => IsAllowed(site) && journal.State.Runs[run.Run].ConsentOf(site) is not "declined";

    private bool IsAllowed(string site) => journal.State.Sites.TryGetValue(site, out EnrolledSite? enrolled) && enrolled.Revoked is null;

    private bool IsLately(DateTimeOffset at, DateTimeOffset now) => now - at <= TimeSpan.FromSeconds(pacing.PresenceSeconds);
}
