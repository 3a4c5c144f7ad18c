namespace Tributary.Core;

/// <summary>A run's log together with the state that its events add up to.</summary>
internal sealed class RunJournal(IEventLog<RunEvent> log, string run)
{
    private RunState _state = RunState.Empty;
    private long _version;

    public RunState State => Volatile.Read(ref _state);

    /// <summary>Reads everything again, whatever was known.</summary>
    public async ValueTask ReadAsync()
    {
        RunState state = RunState.Empty;
        long version = 0;
        await foreach (RunEvent e in log.ReadAsync(run))
        {
            state = state.Apply(e);
            version++;
        }
        _version = version;
        Volatile.Write(ref _state, state);
    }

    /// <summary>The update of a client that an earlier round took, or null.</summary>
    public async ValueTask<BlobId?> FindAsync(RoundId round, ClientId client)
    {
        BlobId? body = null;
        await foreach (RunEvent e in log.ReadAsync(run))
        {
            if (e is UpdateReceived received && received.Round == round && received.Client == client) body = received.Body;
            if (e is ClientDropped dropped && dropped.Round == round && dropped.Client == client) body = null;
        }
        return body;
    }

    public async ValueTask AppendAsync(IReadOnlyList<RunEvent> events)
    {
        _version = await log.AppendAsync(run, _version, events);
        Volatile.Write(ref _state, events.Aggregate(_state, (state, e) => state.Apply(e)));
    }
}
