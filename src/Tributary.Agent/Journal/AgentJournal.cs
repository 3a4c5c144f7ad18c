using Tributary.Core;

namespace Tributary.Agent;

/// <summary>An agent's journal and the state it tells. A blob is stored before what names it, and deleted after.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="clock">Tells when things happen.</param>
/// <remarks>One writer a store. Used by one caller at a time.</remarks>
public sealed class AgentJournal(AgentStore store, TimeProvider clock)
{
    /// <summary>The stream's name.</summary>
    public const string Stream = "agent";

    private AgentState _state = AgentState.Empty;
    private long _version;

    /// <summary>What the events tell.</summary>
    public AgentState State => _state;

    /// <summary>Where blobs are kept.</summary>
    public IBlobStore Blobs => store.Blobs;

    /// <summary>Whether memory and journal may differ, because a write failed: <see cref="OpenAsync"/> reads again.</summary>
    public bool IsBehind { get; private set; } = true;

    /// <summary>The moment for the next event.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Reads the journal where memory may differ from it, and deletes blobs that nothing needs.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellation = default)
    {
        if (!IsBehind) return;
        AgentState state = AgentState.Empty;
        long version = 0;
        var named = new HashSet<BlobId>();
        await foreach (AgentEvent e in store.Events.ReadAsync(Stream, cancellation: cancellation))
        {
            AgentState next = state.Apply(e);
            named.UnionWith(next.Runs[e.Run].Blobs);
            (state, version) = (next, version + 1);
        }
        (_state, _version, IsBehind) = (state, version, false);
        // A blob is stored before what names it: a kill in between leaves one that nothing names, and it may be a secret.
        if (store.Index is { } index) named.UnionWith(await index.ListAsync(cancellation));
        named.ExceptWith(state.Blobs);
        foreach (BlobId blob in named)
            if (await store.Blobs.StatAsync(blob, cancellation) is not null) await store.Blobs.DeleteAsync(blob, cancellation);
    }

    /// <summary>Appends events; they are durable when this returns.</summary>
    public async ValueTask AppendAsync(IReadOnlyList<AgentEvent> events, CancellationToken cancellation = default)
    {
        if (IsBehind) throw new InvalidOperationException("The journal has not been read since a write failed. Open it again.");
        AgentState next = events.Aggregate(_state, (state, e) => state.Apply(e));
        IsBehind = true; // until the append is known to have succeeded
        _version = await store.Events.AppendAsync(Stream, _version, events, cancellation);
        var needless = new HashSet<BlobId>(events.Select(e => e.Run).Distinct().SelectMany(Needed));
        (_state, IsBehind) = (next, false);
        needless.ExceptWith(next.Blobs);
        foreach (BlobId blob in needless) await store.Blobs.DeleteAsync(blob, CancellationToken.None);
    }

    /// <summary>Appends one event.</summary>
    public ValueTask AppendAsync(AgentEvent e, CancellationToken cancellation = default) => AppendAsync([e], cancellation);

    private IEnumerable<BlobId> Needed(string run) => _state.Runs.TryGetValue(run, out MemberState? state) ? state.Blobs : [];
}
