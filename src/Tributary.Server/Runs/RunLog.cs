using System.Collections.Immutable;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>The log of one run, watched: those who follow it are told, and what a status needs is kept.</summary>
/// <param name="inner">The log of all runs.</param>
/// <param name="run">The run.</param>
/// <param name="ledger">Takes every event.</param>
/// <param name="onEvent">Told of every event that was appended, once it is durable.</param>
internal sealed class RunLog(IEventLog<RunEvent> inner, string run, RunLedger ledger, Action<RunEvent> onEvent) : IEventLog<RunEvent>
{
    private TaskCompletionSource _changed = NewSignal();
    private RunState _state = RunState.Empty;
    private long _version;

    /// <summary>The number of events.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The run as its first <see cref="Version"/> events tell it, or one more.</summary>
    public RunState State => Volatile.Read(ref _state);

    /// <summary>How the run ended, if it has.</summary>
    public RunFinished? Finished { get; private set; }

    /// <summary>The averages of the last published round.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; private set; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Completes at the next event; to be taken before looking.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Reads what there is.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await foreach (RunEvent e in inner.ReadAsync(run, 0, cancellation)) Take(e);
    }

    public async ValueTask<long> AppendAsync(
        string stream, long expectedVersion, IReadOnlyList<RunEvent> events, CancellationToken cancellation = default)
    {
        long version = await inner.AppendAsync(stream, expectedVersion, events, cancellation);
        // An append that failed may have happened, and the coordinator reads the log again before it goes on: so do we.
        if (Version == expectedVersion) foreach (RunEvent e in events) Take(e);
        else await foreach (RunEvent e in inner.ReadAsync(run, Version, CancellationToken.None)) Take(e);
        Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
        foreach (RunEvent e in events) onEvent(e);
        return version;
    }

    public IAsyncEnumerable<RunEvent> ReadAsync(string stream, long fromVersion = 0, CancellationToken cancellation = default) =>
        inner.ReadAsync(stream, fromVersion, cancellation);

    private void Take(RunEvent e)
    {
        ledger.Append(e);
        if (e is ModelPublished published) Metrics = published.Metrics;
        if (e is RunFinished finished) Finished = finished;
        // In this order: who has been shown an event finds it in the state, and who finds the end in the state finds its reason.
        Volatile.Write(ref _state, _state.Apply(e));
        Interlocked.Increment(ref _version);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
