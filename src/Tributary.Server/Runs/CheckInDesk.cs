using System.Collections.Concurrent;

namespace Tributary.Server;

/// <summary>Check-ins that are held back until there is work; nobody looks again and again, they are woken.</summary>
internal sealed class CheckInDesk
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _missed = new(StringComparer.Ordinal);

    /// <summary>Begins to wait, before looking for work: what happens in between is not missed.</summary>
    /// <returns>Completes when the site should look again. A site waits once; its earlier wait ends.</returns>
    public TaskCompletionSource Enter(string site)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _held.AddOrUpdate(site, mine, (_, earlier) =>
        {
            earlier.TrySetResult();
            return mine;
        });
        if (_missed.TryRemove(site, out _)) Wake(site);
        return mine;
    }

    public void Leave(string site, TaskCompletionSource mine) => _held.TryRemove(new(site, mine));

    /// <summary>A site should look again.</summary>
    public void Wake(string site)
    {
        if (_held.TryRemove(site, out TaskCompletionSource? held)) held.TrySetResult();
    }

    /// <summary>A site should look again, now or at its next check-in: what it has to look for, a check-in does not tell.</summary>
    public void WakeOrNote(string site)
    {
        _missed[site] = true; // first, so that whoever enters meanwhile sees it
        if (!_held.TryRemove(site, out TaskCompletionSource? held)) return;
        _missed.TryRemove(site, out _);
        held.TrySetResult();
    }
}
