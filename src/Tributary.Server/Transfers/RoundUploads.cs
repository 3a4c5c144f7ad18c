using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>Updates of one run that are on their way: one of each site in the open round, and none when the round is over.</summary>
internal sealed class RoundUploads(RunSurroundings around, string run)
{
    private readonly ConcurrentDictionary<(int Round, string Site), BlobId> _begun = new(), _complete = new();
    private RoundId? _open;
    private bool _swept;

    /// <summary>Who holds what has been uploaded and not yet handed in.</summary>
    public string Owner => $"{run}/uploads";

    /// <summary>The name of an update until it is complete: nobody but its site can add to it.</summary>
    public static string DraftOf(RoundId round, string site, BlobId body) => $"update/{round.Run}/{round.Number}/{site}/{body}";

    /// <summary>A site begins or goes on with an update; what it had begun with another one is thrown away.</summary>
    public async Task BeginAsync(RoundId round, string site, BlobId body)
    {
        if (_begun.TryGetValue((round.Number, site), out BlobId before) && before != body) await ForgetAsync(round, site, before);
        _begun[(round.Number, site)] = body;
    }

    /// <summary>All of a site's update has arrived.</summary>
    public void Complete(RoundId round, string site, BlobId body) => _complete[(round.Number, site)] = body;

    /// <summary>Whether this very site has sent all of an update: nobody hands in what somebody else has sent.</summary>
    public bool IsComplete(RoundId round, string site, BlobId body) =>
        _complete.TryGetValue((round.Number, site), out BlobId sent) && sent == body;

    /// <summary>The update as this site uploaded it, read from the store; the caller's alone.</summary>
    public async ValueTask<ReceivedBody> ReadAsync(RoundId round, string site, BlobId body, CancellationToken cancellation)
    {
        if (!IsComplete(round, site, body))
            throw Refuse.Offset(await around.Store.Drafts.LengthAsync(DraftOf(round, site, body), cancellation));
        int length = checked((int)(await around.Store.Blobs.StatAsync(body, cancellation) ?? 0));
        var content = new ReceivedBody(around.Bodies.Rent(length), length, around.Bodies);
        await around.Store.Blobs.ReadAsync(body, 0, content.Room, cancellation);
        return content;
    }

    /// <summary>An update has been handed in, or another has taken its place.</summary>
    public async Task ForgetAsync(RoundId round, string site, BlobId body)
    {
        if (!_begun.TryRemove(new((round.Number, site), body))) return;
        _complete.TryRemove(new((round.Number, site), body));
        string draft = DraftOf(round, site, body);
        if (await around.Store.Drafts.LengthAsync(draft) > 0) await around.Store.Drafts.DiscardAsync(draft);
        await around.Blobs.ReleaseAsync(body, Owner);
    }

    /// <summary>Throws away what belongs to rounds that are over.</summary>
    public async Task ForgetBeforeAsync(RoundId? open)
    {
        if (open == _open && _swept) return;
        foreach (((int round, string site), BlobId body) in _begun.Where(begun => begun.Key.Round != open?.Number).ToArray())
            await ForgetAsync(new RoundId(run, round), site, body);
        string all = $"update/{run}/";
        foreach (string draft in await around.Store.Drafts.StaleAsync(around.Clock.GetUtcNow()))
            if (draft.StartsWith(all, StringComparison.Ordinal)
                && (open is null || !draft.StartsWith($"{all}{open.Value.Number}/", StringComparison.Ordinal)))
                await around.Store.Drafts.DiscardAsync(draft);
        (_open, _swept) = (open, true);
    }
}
