using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Tributary.Core;

/// <summary>An event log that lasts as long as the process; any number of threads.</summary>
public sealed class MemoryEventLog : IEventLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableList<RunEvent>> _runs = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(
        string run, long expectedVersion, IReadOnlyList<RunEvent> events, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ImmutableList<RunEvent> log = Of(run);
            if (log.Count != expectedVersion)
                throw new InvalidOperationException(
                    $"The log of run '{run}' has {log.Count} events, and the writer has seen {expectedVersion}: " +
                    "somebody else writes to it. " +
                    "Read what is new, and make sure that a run has one coordinator.");
            _runs[run] = log = log.AddRange(events);
            return new(log.Count);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunEvent> ReadAsync(
        string run, long fromVersion = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ImmutableList<RunEvent> log;
        lock (_lock) log = Of(run);
        for (int i = checked((int)fromVersion); i < log.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return log[i];
        }
        await ValueTask.CompletedTask;
    }

    private ImmutableList<RunEvent> Of(string run) => _runs.GetValueOrDefault(run, []);
}
