namespace Tributary.Core;

/// <summary>The append-only log of one run's events: the only state that matters.</summary>
public interface IEventLog
{
    /// <summary>Appends all events or none.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="expectedVersion">The number of events the writer has seen; protects against two writers.</param>
    /// <param name="events">At least one.</param>
    /// <param name="cancellation">Stops waiting; the events may or may not have been appended.</param>
    /// <returns>The number of events after the append.</returns>
    /// <exception cref="InvalidOperationException">The log has another version than expected; nothing was appended.</exception>
    ValueTask<long> AppendAsync(string run, long expectedVersion, IReadOnlyList<RunEvent> events, CancellationToken cancellation = default);

    /// <summary>The events of a run from <paramref name="fromVersion"/> on, oldest first.</summary>
    IAsyncEnumerable<RunEvent> ReadAsync(string run, long fromVersion = 0, CancellationToken cancellation = default);
}
