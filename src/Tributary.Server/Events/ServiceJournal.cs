using Tributary.Core;

namespace Tributary.Server;

/// <summary>The service's log together with the state that its events add up to; one writer at a time, any number of readers.</summary>
internal sealed class ServiceJournal(IEventLog<ServiceEvent> log, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ServiceState _state = ServiceState.Empty;
    private long _version;
    private bool _followsLog;

    /// <summary>As far as the log has been read.</summary>
    public ServiceState State => Volatile.Read(ref _state);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Reads the log.</summary>
    public Task OpenAsync(CancellationToken cancellation) => AppendAsync(_ => null, cancellation);

    /// <summary>Appends what <paramref name="decide"/> makes of the state, if anything; nobody else writes in between.</summary>
    /// <returns>The state afterwards.</returns>
    public async Task<ServiceState> AppendAsync(Func<ServiceState, ServiceEvent?> decide, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!_followsLog) await ReadAsync();
            if (decide(_state) is not { } e) return _state;
            _followsLog = false; // an append that fails may have happened: the next one reads the log again
            _version = await log.AppendAsync(ServerStore.ServiceStream, _version, [e], CancellationToken.None);
            Volatile.Write(ref _state, _state.Apply(e));
            _followsLog = true;
            return _state;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

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
