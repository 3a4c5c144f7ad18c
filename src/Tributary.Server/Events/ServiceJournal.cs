using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>The service's log together with the state that its events add up to; one writer at a time, any number of readers.</summary>
internal sealed class ServiceJournal(IEventLog<ServiceEvent> log, TimeProvider clock) : IDisposable
{
    private const int MostAtOnce = 256;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentQueue<Decision> _waiting = new();
    private ServiceState _state = ServiceState.Empty;
    private long _version;
    private bool _followsLog;

    /// <summary>As far as the log has been read.</summary>
    public ServiceState State => Volatile.Read(ref _state);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Reads the log.</summary>
    public Task OpenAsync(CancellationToken cancellation) => AppendAsync(_ => null, cancellation);

    /// <summary>
    /// Appends what <paramref name="decide"/> makes of the state, if anything; nobody else writes in between. Whoever waits for their turn
    /// meanwhile share one append, and so one wait for the disk.
    /// </summary>
    /// <returns>The state afterwards.</returns>
    public async Task<ServiceState> AppendAsync(Func<ServiceState, ServiceEvent?> decide, CancellationToken cancellation)
    {
        var mine = new Decision(decide);
        _waiting.Enqueue(mine);
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            while (!mine.Done.IsCompleted) await DecideAsync();
        }
        finally
        {
            _turn.Release();
        }
        return await mine.Done.WaitAsync(cancellation);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Decides for everybody who waits, in their order, and appends all of it at once.</summary>
    private async Task DecideAsync()
    {
        var decided = new List<Decision>();
        try
        {
            if (!_followsLog) await ReadAsync();
            ServiceState state = _state;
            var events = new List<ServiceEvent>();
            while (decided.Count < MostAtOnce && _waiting.TryDequeue(out Decision? next))
            {
                decided.Add(next);
                if (next.Decide(state) is not { } e) continue;
                events.Add(e);
                state = state.Apply(e);
            }
            if (events.Count > 0)
            {
                _followsLog = false; // an append that fails may have happened: the next one reads the log again
                _version = await log.AppendAsync(ServerStore.ServiceStream, _version, events, CancellationToken.None);
                Volatile.Write(ref _state, state);
                _followsLog = true;
            }
            foreach (Decision one in decided) one.Succeed(state);
        }
        catch (Exception e)
        {
            if (decided.Count == 0 && _waiting.TryDequeue(out Decision? first)) decided.Add(first); // the log could not be read
            foreach (Decision one in decided) one.Fail(e);
        }
    }

    private async Task ReadAsync()
    {
        ServiceState state = ServiceState.Empty;
        _version = 0;
        await foreach (ServiceEvent e in log.ReadAsync(ServerStore.ServiceStream))
        {
            state = state.Apply(e);
            _version++;
        }
        Volatile.Write(ref _state, state);
        _followsLog = true;
    }
}
