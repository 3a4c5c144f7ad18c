using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Tributary.Core;

/// <summary>An event log that lasts as long as the process; any number of threads.</summary>
public sealed class MemoryEventLog<TEvent> : IEventLog<TEvent>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableList<TEvent>> _streams = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(
        string stream, long expectedVersion, IReadOnlyList<TEvent> events, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ImmutableList<TEvent> log = Of(stream);
            if (log.Count != expectedVersion)
                throw new InvalidOperationException(
                    $"The log of '{stream}' has {log.Count} events, and the writer has seen {expectedVersion}: " +
                    "somebody else writes to it. " +
                    "Read what is new, and make sure that a stream has one writer.");
            _streams[stream] = log = log.AddRange(events);
            return new(log.Count);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TEvent> ReadAsync(
        string stream, long fromVersion = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ImmutableList<TEvent> log;
        lock (_lock) log = Of(stream);
        for (int i = checked((int)fromVersion); i < log.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return log[i];
        }
        await ValueTask.CompletedTask;
    }

    private ImmutableList<TEvent> Of(string stream) => _streams.GetValueOrDefault(stream, []);
}
