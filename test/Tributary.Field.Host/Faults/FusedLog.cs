using Tributary.Core;

namespace Tributary.Field.Host;

/// <summary>A log whose events a fuse counts.</summary>
/// <param name="inner">The log.</param>
/// <param name="place">What an event is to the fuse.</param>
/// <param name="fuse">The fuse.</param>
/// <param name="onEvent">Told of every event once it is durable.</param>
internal sealed class FusedLog<TEvent>(IEventLog<TEvent> inner, string place, Fuse fuse, Action<TEvent>? onEvent = null) : IEventLog<TEvent>
{
    public async ValueTask<long> AppendAsync(
        string stream, long expectedVersion, IReadOnlyList<TEvent> events, CancellationToken cancellation = default)
    {
        int number = fuse.Before(place, events.Count);
        long version = await inner.AppendAsync(stream, expectedVersion, events, cancellation);
        fuse.After(place, number, events.Count);
        foreach (TEvent e in events) onEvent?.Invoke(e);
        return version;
    }

    public IAsyncEnumerable<TEvent> ReadAsync(string stream, long fromVersion = 0, CancellationToken cancellation = default) =>
        inner.ReadAsync(stream, fromVersion, cancellation);
}
