namespace Tributary.Core;

/// <summary>Append-only logs of events, one for every stream: the only state that matters.</summary>
/// <typeparam name="TEvent">What happens in the streams: <see cref="RunEvent"/> in those of runs.</typeparam>
public interface IEventLog<TEvent>
{
    /// <summary>Appends all events or none; they are durable when this returns.</summary>
    /// <param name="stream">The stream's name: a run's, in a log of runs.</param>
    /// <param name="expectedVersion">The number of events the writer has seen; protects against two writers.</param>
    /// <param name="events">At least one.</param>
    /// <param name="cancellation">Stops waiting; the events may or may not have been appended.</param>
    /// <returns>The number of events after the append.</returns>
    /// <exception cref="InvalidOperationException">The log has another version than expected; nothing was appended.</exception>
    ValueTask<long> AppendAsync(
        string stream, long expectedVersion, IReadOnlyList<TEvent> events, CancellationToken cancellation = default);

    /// <summary>The events of a stream from <paramref name="fromVersion"/> on, oldest first.</summary>
    IAsyncEnumerable<TEvent> ReadAsync(string stream, long fromVersion = 0, CancellationToken cancellation = default);
}
